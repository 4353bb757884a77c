package io.frostproof.server.config;

import io.frostproof.yaml.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a secret from one of three places: the value itself, a file, or an environment variable. Never shows it. */
final class SecretReader {

    private static final int LARGEST_FILE_BYTES = 64 * 1024;

    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");

    private final Path folder;
    private final Function<String, @Nullable String> environment;

    SecretReader(Path folder, Function<String, @Nullable String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** The secret called {@code name}, {@code name_file} or {@code name_env}; empty when none is there. */
    Optional<Secret> optional(Fields fields, String name) {
        String fileKey = name + "_file";
        String environmentKey = name + "_env";
        Optional<String> written = fields.optionalSecret(name);
        Optional<String> file = fields.optionalText(fileKey);
        Optional<String> variable = fields.optionalText(environmentKey);
        long given =
                Stream.of(name, fileKey, environmentKey).filter(fields::has).count();
        if (given > 1) {
            String last = fields.has(environmentKey) ? environmentKey : fileKey;
            fields.hiddenProblem(last, "needed: give only one of " + name + ", " + fileKey + ", " + environmentKey);
            return Optional.empty();
        }
        return written.or(() -> file.flatMap(path -> fromFile(fields, fileKey, path)))
                .or(() -> variable.flatMap(v -> fromEnvironment(fields, environmentKey, v)))
                .map(Secret::new);
    }

    /** As {@link #optional}, and a problem when none is there. */
    Optional<Secret> required(Fields fields, String name) {
        boolean absent = !fields.has(name) && !fields.has(name + "_file") && !fields.has(name + "_env");
        if (absent) {
            fields.problem(name, "one of " + name + ", " + name + "_file, " + name + "_env");
        }
        return optional(fields, name);
    }

    private Optional<String> fromFile(Fields fields, String key, String name) {
        Optional<Path> path = Paths.resolve(folder, name);
        if (path.isEmpty()) {
            fields.problem(key, "the path of a file");
            return Optional.empty();
        }
        try (InputStream stream = Files.newInputStream(path.get())) {
            byte[] bytes = stream.readNBytes(LARGEST_FILE_BYTES + 1);
            // Editors and echo end a file with a newline that is no part of the secret.
            String secret = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
            if (bytes.length > LARGEST_FILE_BYTES || secret.isEmpty()) {
                fields.problem(key, "a file of 1 to " + LARGEST_FILE_BYTES + " bytes");
                return Optional.empty();
            }
            return Optional.of(secret);
        } catch (IOException e) {
            fields.problem(
                    key, "a file that this user can read (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    private Optional<String> fromEnvironment(Fields fields, String key, String variable) {
        String value = environment.apply(variable);
        if (value == null || value.isEmpty()) {
            // Somebody may have put the secret itself here; only what looks like a name is shown.
            if (VARIABLE.matcher(variable).matches()) {
                fields.problem(key, "an environment variable that is set");
            } else {
                fields.hiddenProblem(key, "the name of an environment variable, such as FROSTPROOF_PASSWORD");
            }
            return Optional.empty();
        }
        return Optional.of(value);
    }
}
