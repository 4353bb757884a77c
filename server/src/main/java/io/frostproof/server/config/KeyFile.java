package io.frostproof.server.config;

import io.frostproof.protocol.DeviceKey;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import io.frostproof.yaml.Problems;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that devices sign with: a line for each, the device's id, blanks, and its key in base64. Empty lines and lines that begin
 * with {@code #} are passed over. No problem ever shows a key.
 */
public final class KeyFile {

    private KeyFile() {}

    /**
     * Reads and checks a file.
     *
     * @return keys by device
     * @throws InvalidFileException with every problem that was found, when there is one
     */
    public static Map<String, DeviceKey> read(Path path) throws InvalidFileException {
        Path name = path.getFileName();
        var problems = new Problems(name == null ? path.toString() : name.toString());
        var keys = new HashMap<String, DeviceKey>();
        int number = 0;
        for (String line : lines(path, problems)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                read(text, number, problems, keys);
            }
        }
        problems.throwIfAny();
        return Map.copyOf(keys);
    }

    private static List<String> lines(Path path, Problems problems) {
        try {
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            problems.add(problem(problems, 0, "is not UTF-8"));
        } catch (IOException e) {
            problems.add(problem(problems, 0, "cannot be read (" + e.getClass().getSimpleName() + ")"));
        }
        return List.of();
    }

    private static void read(String text, int number, Problems problems, Map<String, DeviceKey> keys) {
        String[] words = text.split("\\s+", -1);
        if (words.length != 2) {
            problems.add(problem(
                    problems, number, words.length + " words, expected two: a device id and its key in base64"));
            return;
        }
        try {
            byte[] key = Base64.getDecoder().decode(words[1]);
            if (key.length < DeviceKey.MIN_BYTES || key.length > DeviceKey.MAX_BYTES) {
                problems.add(problem(
                        problems,
                        number,
                        "the key of " + words[0] + " has " + key.length + " bytes, expected " + DeviceKey.MIN_BYTES
                                + " to " + DeviceKey.MAX_BYTES));
            } else if (keys.put(words[0], new DeviceKey(key)) != null) {
                problems.add(problem(problems, number, words[0] + " has a second key, expected one for each device"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(problem(problems, number, "the key of " + words[0] + " is not base64"));
        }
    }

    private static Problem problem(Problems problems, int line, String sentence) {
        return new Problem(problems.file(), line, "", null, sentence);
    }
}
