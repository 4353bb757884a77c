package io.frostproof.server.endtoend;

import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A new database with the network of {@link FieldDevice}. */
final class MachineNetwork {

    private MachineNetwork() {}

    /** The network as a file of its own. */
    static Path written(Path folder) throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(NetworkFile.class.getResourceAsStream(NetworkFile.MACHINE_TEMPERATURE_SAMPLE))) {
            Path file = folder.resolve("network.yaml");
            Files.copy(sample, file);
            return file;
        }
    }

    /** Returns its JDBC URL. */
    static String imported(TestDatabase server, String name) throws Exception {
        String url = server.newDatabase(name);
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.readResource(NetworkFile.MACHINE_TEMPERATURE_SAMPLE));
        }
        return url;
    }
}
