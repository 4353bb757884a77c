package io.frostproof.store;

import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.KnownDevice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All devices in memory, as the network tables had them when {@link #refresh} last saw a change. Thread-safe. */
public final class PostgresDeviceDirectory implements DeviceDirectory {

    private final Database database;
    private volatile Loaded loaded;

    private record Loaded(long version, Map<String, KnownDevice> devices, List<String> regions) {}

    public PostgresDeviceDirectory(Database database) {
        this.database = database;
        loaded = database.read(PostgresDeviceDirectory::load);
    }

    @Override
    public @Nullable KnownDevice find(String deviceId) {
        return loaded.devices().get(deviceId);
    }

    @Override
    public Collection<KnownDevice> all() {
        return loaded.devices().values();
    }

    /** Ids of all regions, also of those without devices: goods may be there. */
    public List<String> regions() {
        return loaded.regions();
    }

    /** The version of the network that this holds. */
    public long version() {
        return loaded.version();
    }

    /**
     * Looks whether the network has changed, and takes the change over.
     *
     * @return whether it had changed
     */
    public boolean refresh() {
        long version = database.read(PostgresDeviceDirectory::version);
        if (version == loaded.version()) {
            return false;
        }
        loaded = database.read(PostgresDeviceDirectory::load);
        return true;
    }

    private static long version(Connection connection) throws SQLException {
        return Objects.requireNonNull(
                Sql.first(connection, row -> row.getLong(1), "select version from network_version"));
    }

    private static Loaded load(Connection connection) throws SQLException {
        return new Loaded(
                version(connection),
                new NetworkLoad(connection).devices(),
                Sql.list(connection, row -> row.getString(1), "select id from region order by id"));
    }
}
