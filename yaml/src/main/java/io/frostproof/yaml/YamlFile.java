package io.frostproof.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Opens a YAML file whose top level is a mapping. What cannot be opened is one clear problem. */
public final class YamlFile {

    /** Largest file that is read. */
    public static final int LARGEST_BYTES = 16 * 1024 * 1024;

    private YamlFile() {}

    /**
     * The top level of a file.
     *
     * @param problems where reading its fields notes what is wrong
     * @throws InvalidFileException when it cannot be read, is larger than {@link #LARGEST_BYTES}, is not UTF-8, not YAML,
     *     empty, or no mapping
     */
    public static Fields open(Path path, Problems problems) throws InvalidFileException {
        if (Files.isDirectory(path)) {
            throw invalid(problems, 0, "it is a folder; expected a file");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return open(stream, problems);
        } catch (NoSuchFileException e) {
            throw invalid(problems, 0, "no such file: " + path);
        } catch (AccessDeniedException e) {
            throw invalid(problems, 0, "this user may not read it: " + path);
        } catch (IOException e) {
            throw invalid(problems, 0, "cannot be read: " + e.getMessage());
        }
    }

    /**
     * The top level of what a stream holds.
     *
     * @throws InvalidFileException as above
     * @throws IOException when the stream fails
     */
    public static Fields open(InputStream stream, Problems problems) throws InvalidFileException, IOException {
        byte[] bytes = stream.readNBytes(LARGEST_BYTES + 1);
        if (bytes.length > LARGEST_BYTES) {
            throw invalid(problems, 0, "larger than " + LARGEST_BYTES / (1024 * 1024) + " MiB");
        }
        String text = utf8(bytes, problems);
        YamlNode root = YamlTree.parse(problems.file(), text, LARGEST_BYTES + 1)
                .orElseThrow(() -> invalid(problems, 0, "the file is empty; expected keys and values"));
        if (!(root instanceof YamlNode.Mapping mapping)) {
            String found = root instanceof YamlNode.Sequence ? "a list" : "plain text";
            throw invalid(
                    problems, root.line(), "the top level is " + found + "; expected keys and values (key: value)");
        }
        return new Fields(problems, "", mapping, null);
    }

    private static String utf8(byte[] bytes, Problems problems) throws InvalidFileException {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw invalid(
                    problems,
                    line,
                    String.format("not UTF-8 text: byte 0x%02X; save the file as UTF-8", bytes[in.position()] & 0xFF));
        }
        boolean byteOrderMark = !out.isEmpty() && out.charAt(0) == '\uFEFF';
        return byteOrderMark ? out.subSequence(1, out.length()).toString() : out.toString();
    }

    private static InvalidFileException invalid(Problems problems, int line, String sentence) {
        return new InvalidFileException(List.of(Problem.ofFile(problems.file(), line, sentence)));
    }
}
