package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.frostproof.ingest.device.CommandState;
import io.frostproof.ingest.device.ConfigState;
import io.frostproof.ingest.device.Order;
import io.frostproof.ingest.device.SentUnit;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What devices are asked for, by whom, and what became of it. Thread-safe; calls block. */
public final class DeviceOrders {

    /** Commands that the state of a device tells; the list has all. */
    static final int NEWEST = 10;

    private static final String ID_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    /** 60 bits: no two commands of a network share them, and a device has little room to remember eight. */
    private static final int ID_LENGTH = 12;

    private static final PageCursor CONFIGS = PageCursor.of("device_configs", Part.descending("version", Kind.NUMBER));
    private static final PageCursor COMMANDS = PageCursor.of("device_commands", Part.descending("number", Kind.NUMBER));
    private static final PageCursor CONNECTIONS =
            PageCursor.of("device_connections", Part.descending("id", Kind.NUMBER));

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    public DeviceOrders(Database database) {
        this.database = database;
    }

    /**
     * A configuration that a device was asked to have.
     *
     * @param version 0: none was ever asked for, and everything else is empty
     * @param state {@code none}, or that of {@link ConfigState}
     * @param channels units in which the device is to send
     * @param sends how often the broker has taken it
     */
    public record Config(
            long version,
            String state,
            @Nullable Integer reportIntervalS,
            @Nullable Integer sampleIntervalS,
            List<SentUnit> channels,
            @Nullable String requestedBy,
            @Nullable Instant requestedAt,
            @Nullable Instant sentAt,
            int sends,
            @Nullable Instant answeredAt,
            @Nullable String refusedField,
            @Nullable String refusedExpected) {

        static final Config NONE = new Config(0, "none", null, null, List.of(), null, null, null, 0, null, null, null);

        public Config {
            channels = List.copyOf(channels);
        }

        private boolean asks(int reportS, int sampleS, List<SentUnit> units) {
            return !state.equals(ConfigState.REFUSED.id())
                    && Objects.equals(reportIntervalS, reportS)
                    && Objects.equals(sampleIntervalS, sampleS)
                    && channels.equals(units);
        }
    }

    /**
     * A command.
     *
     * @param task what the device is to do
     * @param state that of {@link CommandState}
     * @param sends how often the broker has taken it
     * @param count messages that a backlog found
     */
    public record Command(
            String id,
            @JsonProperty("do") String task,
            @Nullable Integer forS,
            @Nullable Long boot,
            @Nullable Long from,
            @Nullable Long seq,
            String state,
            String requestedBy,
            Instant requestedAt,
            Instant expiresAt,
            @Nullable Instant sentAt,
            int sends,
            @Nullable Instant answeredAt,
            @Nullable Long count,
            @Nullable String refusedField,
            @Nullable String refusedExpected) {}

    /** A change of a device's connection; see {@code device_connection}. */
    public record Presence(long id, Instant at, String presence, long boot, long conn) {}

    /** The configuration that a device should have; empty when there is no such device. */
    public Optional<Config> config(String device) {
        return database.read(
                connection -> exists(connection, device) ? Optional.of(newest(connection, device)) : Optional.empty());
    }

    /**
     * Asks a device to have a configuration, in the units that the network declares. Nothing changes when that is what it was asked for
     * last, and did not refuse.
     *
     * @return empty when there is no such device
     */
    public Optional<Config> configure(String device, int reportS, int sampleS, String by, Instant now) {
        return database.write(connection -> {
            // Two at once get two versions, one after the other.
            boolean known =
                    Sql.first(connection, row -> true, "select 1 from device where id = ? for no key update", device)
                            != null;
            if (!known) {
                return Optional.empty();
            }
            Config before = newest(connection, device);
            List<SentUnit> units = Sql.list(
                    connection,
                    row -> new SentUnit(row.getString("name"), row.getString("unit")),
                    "select name, unit from channel where device_id = ? order by name collate \"C\"",
                    device);
            if (before.asks(reportS, sampleS, units)) {
                return Optional.of(before);
            }
            Long reported = Sql.first(
                    connection,
                    row -> row.getObject(1, Long.class),
                    "select config_version from device_state where device_id = ?",
                    device);
            Sql.update(
                    connection,
                    "update device_config set state = 'superseded' where device_id = ? and state <> 'superseded'",
                    device);
            Sql.update(
                    connection,
                    """
                    insert into device_config (device_id, version, report_s, sample_s, channels, state, requested_by, requested_at)
                    values (?, ?, ?, ?, ?, 'pending', ?, ?)
                    """,
                    device,
                    // A device may know versions that this database has lost, or never had.
                    Math.max(before.version(), reported == null ? 0 : reported) + 1,
                    reportS,
                    sampleS,
                    SentUnits.write(units),
                    by,
                    now);
            return Optional.of(newest(connection, device));
        });
    }

    /**
     * Asks a device to do something.
     *
     * @return empty when there is no such device
     */
    public Optional<Command> command(String device, Order.Task task, Duration lifetime, String by, Instant now) {
        String id = newId();
        return database.write(connection -> {
            if (!exists(connection, device)) {
                return Optional.empty();
            }
            String word;
            Integer forS = null;
            Long boot = null;
            Long from = null;
            Long to = null;
            switch (task) {
                case Order.Task.Identify identify -> {
                    word = "identify";
                    forS = identify.forS();
                }
                case Order.Task.Backlog backlog -> {
                    word = "backlog";
                    boot = backlog.boot();
                    from = backlog.from();
                    to = backlog.seq();
                }
                case Order.Task.Lock lock -> {
                    word = "lock";
                    forS = lock.forS();
                }
                case Order.Task.Buzzer buzzer -> {
                    word = "buzzer";
                    forS = buzzer.forS();
                }
                case Order.Task.Report report -> word = "status";
            }
            Sql.update(connection, """
                    insert into device_command (id, device_id, task, for_s, boot, from_seq, to_seq, state, requested_by, requested_at, expires_at)
                    values (?, ?, ?, ?::integer, ?::bigint, ?::bigint, ?::bigint, 'pending', ?, ?, ?)
                    """, id, device, word, forS, boot, from, to, by, now, now.plus(lifetime));
            return Optional.ofNullable(
                    Sql.first(connection, DeviceOrders::command, "select * from device_command where id = ?", id));
        });
    }

    /** Commands to a device, newest first. */
    public Page<Command> commands(String device, PageRequest request) {
        return database.read(connection -> Pages.of(
                        connection,
                        request,
                        COMMANDS,
                        row -> new Numbered<>(row.getLong("number"), command(row)),
                        numbered -> List.of(numbered.number()),
                        "select * from device_command",
                        new Filter().and("device_id = ?", device)))
                .map(Numbered::row);
    }

    /** Configurations that a device was asked to have, newest first. */
    public Page<Config> configs(String device, PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                CONFIGS,
                DeviceOrders::config,
                config -> List.of(config.version()),
                "select * from device_config",
                new Filter().and("device_id = ?", device)));
    }

    /** Connections, goodbyes and losses of a device, newest first. */
    public Page<Presence> connections(String device, PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                CONNECTIONS,
                row -> new Presence(
                        row.getLong("id"),
                        Sql.instant(row, "at"),
                        row.getString("presence"),
                        row.getLong("boot"),
                        row.getLong("conn")),
                presence -> List.of(presence.id()),
                "select * from device_connection",
                new Filter().and("device_id = ?", device)));
    }

    /** Whether there is such a device. */
    public boolean exists(String device) {
        return database.read(connection -> exists(connection, device));
    }

    private static boolean exists(Connection connection, String device) throws SQLException {
        return Sql.first(connection, row -> true, "select 1 from device where id = ?", device) != null;
    }

    static Config newest(Connection connection, String device) throws SQLException {
        Config config = Sql.first(
                connection,
                DeviceOrders::config,
                "select * from device_config where device_id = ? order by version desc limit 1",
                device);
        return config == null ? Config.NONE : config;
    }

    static List<Command> newestCommands(Connection connection, String device) throws SQLException {
        return Sql.list(
                connection,
                DeviceOrders::command,
                "select * from device_command where device_id = ? order by number desc limit " + NEWEST,
                device);
    }

    private record Numbered<T>(long number, T row) {}

    private static Config config(ResultSet row) throws SQLException {
        return new Config(
                row.getLong("version"),
                row.getString("state"),
                row.getInt("report_s"),
                row.getInt("sample_s"),
                SentUnits.read(row.getString("channels")),
                row.getString("requested_by"),
                Sql.instant(row, "requested_at"),
                Sql.instantOrNull(row, "sent_at"),
                row.getInt("sends"),
                Sql.instantOrNull(row, "answered_at"),
                row.getString("refused_field"),
                row.getString("refused_expected"));
    }

    private static Command command(ResultSet row) throws SQLException {
        return new Command(
                row.getString("id"),
                row.getString("task"),
                row.getObject("for_s", Integer.class),
                row.getObject("boot", Long.class),
                row.getObject("from_seq", Long.class),
                row.getObject("to_seq", Long.class),
                row.getString("state"),
                row.getString("requested_by"),
                Sql.instant(row, "requested_at"),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "sent_at"),
                row.getInt("sends"),
                Sql.instantOrNull(row, "answered_at"),
                row.getObject("found", Long.class),
                row.getString("refused_field"),
                row.getString("refused_expected"));
    }

    private String newId() {
        var id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }
}
