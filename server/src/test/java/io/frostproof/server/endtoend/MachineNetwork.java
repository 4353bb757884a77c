package io.frostproof.server.endtoend;

import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.TestDatabase;

/** A new database with the network of {@link FieldDevice}. */
final class MachineNetwork {

    private MachineNetwork() {}

    /** Returns its JDBC URL. */
    static String imported(TestDatabase server, String name) throws Exception {
        String url = server.newDatabase(name);
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.readResource(NetworkFile.MACHINE_TEMPERATURE_SAMPLE));
        }
        return url;
    }
}
