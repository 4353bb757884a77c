package io.frostproof.server.network;

import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.yaml.Fields;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problems;
import io.frostproof.yaml.YamlFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the YAML file that describes a network (its form is in docs/network-file.md). Needs no database. A network that
 * comes out has been checked whole: every reference leads somewhere, ids are unique, placements do not overlap.
 */
public final class NetworkFile {

    /** The demo's network, for {@link #readResource}. */
    public static final String DEMO = "/demo/network.yaml";

    /** The network for the replay of the recorded machine temperature, for {@link #readResource}. */
    public static final String MACHINE_TEMPERATURE_SAMPLE = "/samples/machine-temperature.yaml";

    private static final String BUILTIN_PROFILES = "/profiles/builtin.yaml";

    private NetworkFile() {}

    /**
     * Reads and checks a file.
     *
     * @throws InvalidFileException with every problem that was found, when there is one
     */
    public static Network read(Path path) throws InvalidFileException {
        Path name = path.getFileName();
        var problems = new Problems(name == null ? path.toString() : name.toString());
        return read(YamlFile.open(path, problems), problems, builtinProfiles());
    }

    /**
     * Reads and checks a network that a program has written.
     *
     * @param name for the problems
     * @throws InvalidFileException with every problem that was found, when there is one
     */
    public static Network readText(String name, String text) throws InvalidFileException {
        var problems = new Problems(name);
        try (var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            return read(YamlFile.open(stream, problems), problems, builtinProfiles());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a network that ships with the program.
     *
     * @param resource {@link #DEMO} or {@link #MACHINE_TEMPERATURE_SAMPLE}
     * @throws IllegalStateException when it is missing or wrong, which no installed program meets
     */
    public static Network readResource(String resource) {
        return resource(resource, builtinProfiles());
    }

    /** The storage profiles that every file may use without defining them. */
    public static List<StorageProfile> builtinProfiles() {
        return Builtin.PROFILES;
    }

    private static Network read(Fields top, Problems problems, List<StorageProfile> builtin)
            throws InvalidFileException {
        var network = new NetworkReader(top, builtin).read();
        problems.throwIfAny();
        return network.orElseThrow();
    }

    private static Network resource(String resource, List<StorageProfile> builtin) {
        try (InputStream stream = NetworkFile.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its resource " + resource);
            }
            var problems = new Problems(resource);
            return read(YamlFile.open(stream, problems), problems, builtin);
        } catch (InvalidFileException e) {
            throw new IllegalStateException("the program's own resource is wrong: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read once, when first asked for. */
    private static final class Builtin {
        private static final List<StorageProfile> PROFILES =
                resource(BUILTIN_PROFILES, List.of()).profiles();
    }
}
