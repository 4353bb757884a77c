package io.frostproof.store;

import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** A database of its own with the network and the incident of {@code sample.sql}. */
record SampleDatabase(Database database, TestDatabase server, String url) implements AutoCloseable {

    static SampleDatabase open(PostgresFlavour flavour) {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("sample");
        Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 4));
        var sample = new SampleDatabase(database, server, url);
        try (InputStream in = Objects.requireNonNull(SampleDatabase.class.getResourceAsStream("sample.sql"))) {
            sample.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sample;
    }

    void execute(String sql) {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
