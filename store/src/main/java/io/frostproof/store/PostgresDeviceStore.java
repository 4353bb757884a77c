package io.frostproof.store;

import io.frostproof.ingest.device.CommandState;
import io.frostproof.ingest.device.ConfigState;
import io.frostproof.ingest.device.DeviceState;
import io.frostproof.ingest.device.DeviceStore;
import io.frostproof.ingest.device.Heard;
import io.frostproof.ingest.device.Order;
import io.frostproof.ingest.device.Said;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.lane.BatchRefusedException;
import io.frostproof.ingest.lane.LogUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** States of devices and what they are asked for, as tables. Thread-safe; calls block. */
public final class PostgresDeviceStore implements DeviceStore {

    private final Database database;

    public PostgresDeviceStore(Database database) {
        this.database = database;
    }

    @Override
    public Taken take(List<Heard> heard, List<DeadLetter> letters) {
        return write("device messages", connection -> new Transaction(connection).take(heard, letters));
    }

    @Override
    public List<Order> due(Instant now, int limit) {
        return run("what devices are to be sent", connection -> {
            var orders = new ArrayList<Order>(Sql.list(connection, PostgresDeviceStore::configuration, """
                    select c.*, coalesce(s.is_binary, false) as is_binary
                    from device_config c left join device_state s on s.device_id = c.device_id
                    where c.told < c.wanted and c.state in ('pending', 'sent') order by c.requested_at limit ?
                    """, limit));
            orders.addAll(Sql.list(connection, PostgresDeviceStore::command, """
                    select c.*, coalesce(s.is_binary, false) as is_binary
                    from device_command c left join device_state s on s.device_id = c.device_id
                    where c.told < c.wanted and c.state in ('pending', 'sent', 'accepted') and c.expires_at > ?
                    order by c.number limit ?
                    """, now, limit));
            return orders;
        });
    }

    private static Order configuration(ResultSet row) throws SQLException {
        return new Order.Configuration(
                row.getString("device_id"),
                row.getBoolean("is_binary"),
                row.getLong("wanted"),
                row.getLong("version"),
                row.getInt("report_s"),
                row.getInt("sample_s"),
                SentUnits.read(row.getString("channels")));
    }

    private static Order command(ResultSet row) throws SQLException {
        String task = row.getString("task");
        return new Order.Command(
                row.getString("device_id"),
                row.getBoolean("is_binary"),
                row.getLong("wanted"),
                row.getString("id"),
                switch (task) {
                    case "identify" -> new Order.Task.Identify(row.getInt("for_s"));
                    case "backlog" ->
                        new Order.Task.Backlog(row.getLong("boot"), row.getLong("from_seq"), row.getLong("to_seq"));
                    case "lock" -> new Order.Task.Lock(row.getInt("for_s"));
                    case "buzzer" -> new Order.Task.Buzzer(row.getInt("for_s"));
                    case "status" -> new Order.Task.Report();
                    default -> throw new IllegalStateException("task of a command was " + task);
                },
                Sql.instant(row, "expires_at"));
    }

    @Override
    public void sent(List<Order> orders, Instant at) {
        var configurations = new ArrayList<@Nullable Object[]>();
        var commands = new ArrayList<@Nullable Object[]>();
        for (Order order : orders) {
            switch (order) {
                case Order.Configuration config ->
                    configurations.add(new @Nullable Object[] {config.wanted(), at, config.device(), config.version()});
                case Order.Command command -> commands.add(new @Nullable Object[] {command.wanted(), at, command.id()});
            }
        }
        write("what devices were sent", connection -> {
            // An answer may have come before the broker's word did: what is not pending stays as it is.
            Sql.batch(connection, """
                    update device_config set told = greatest(told, ?), sent_at = ?, sends = sends + 1,
                                             state = case state when 'pending' then 'sent' else state end
                    where device_id = ? and version = ?
                    """, configurations);
            Sql.batch(connection, """
                    update device_command set told = greatest(told, ?), sent_at = ?, sends = sends + 1,
                                              state = case state when 'pending' then 'sent' else state end
                    where id = ?
                    """, commands);
            return true;
        });
    }

    @Override
    public void repeat() {
        write("what devices are to be sent again", connection -> {
            Sql.update(
                    connection,
                    "update device_config set wanted = wanted + 1 where state in ('pending', 'sent') and told >= wanted");
            return Sql.update(
                    connection,
                    "update device_command set wanted = wanted + 1"
                            + " where state in ('pending', 'sent', 'accepted') and told >= wanted");
        });
    }

    @Override
    public int expire(Instant now) {
        return write(
                "expired commands",
                connection -> Sql.update(
                        connection,
                        "update device_command set state = 'expired'"
                                + " where state in ('pending', 'sent', 'accepted') and expires_at <= ?",
                        now));
    }

    /** What only the active server may do. */
    private <T> T write(String what, Database.Work<T> work) {
        return run(what, connection -> {
            database.place().check(connection, what);
            return work.with(connection);
        });
    }

    private <T> T run(String what, Database.Work<T> work) {
        try {
            return database.transaction(work);
        } catch (SQLException e) {
            throw StoreException.passes(e)
                    ? new LogUnavailableException(what + ": " + e.getMessage(), e)
                    : new BatchRefusedException(what + ": " + e.getMessage(), e);
        }
    }

    /** One transaction over messages; belongs to its thread. */
    private static final class Transaction {
        private final Connection connection;
        private final List<DeadLetter> unknown = new ArrayList<>();
        /** Devices that began a connection: what they have not answered goes out again. */
        private final Set<String> born = new TreeSet<>();

        private final List<@Nullable Object[]> history = new ArrayList<>();
        /** Devices whose battery is not what it was. */
        private final Set<String> news = new TreeSet<>();

        private boolean orders;

        Transaction(Connection connection) {
            this.connection = connection;
        }

        Taken take(List<Heard> heard, List<DeadLetter> letters) throws SQLException {
            var devices = new TreeSet<String>();
            heard.forEach(message -> devices.add(message.device().id()));
            if (!devices.isEmpty()) {
                Map<String, DeviceState> states = DeviceStateRows.lock(connection, devices);
                var changed = new TreeMap<String, DeviceState>();
                Map<String, Config> configs = configs(devices);
                Map<String, Command> commands = commands(heard);
                for (Heard message : heard) {
                    switch (message.said()) {
                        case Said.Status status -> status(message, status, states, changed, configs);
                        case Said.Answer answer -> answer(message, answer, states, changed, configs, commands);
                    }
                }
                DeviceStateRows.write(connection, changed);
                Sql.batch(
                        connection,
                        "insert into device_connection (device_id, at, presence, boot, conn) values (?, ?, ?, ?, ?)",
                        history);
                writeConfigs(configs);
                writeCommands(commands);
                DeviceKnownRows.askForLooks(connection, news);
                repeat();
            }
            var all = new ArrayList<>(letters);
            all.addAll(unknown);
            SetAsideRows.insertDeadLetters(connection, all);
            return new Taken(orders, unknown);
        }

        private void status(
                Heard message,
                Said.Status status,
                Map<String, DeviceState> states,
                Map<String, DeviceState> changed,
                Map<String, Config> configs)
                throws SQLException {
            String device = message.device().id();
            DeviceState.Step step =
                    DeviceState.after(states.get(device), status, message.binary(), message.receivedAt());
            if (!step.state().equals(states.get(device))) {
                states.put(device, step.state());
                changed.put(device, step.state());
            }
            if (step.event()) {
                history.add(new @Nullable Object[] {
                    device, message.receivedAt(), status.presence().id(), status.boot(), status.conn()
                });
            }
            if (step.birth()) {
                born.add(device);
            }
            Integer battery = step.counted() ? status.battery() : null;
            if (battery != null && DeviceKnownRows.battery(connection, device, message.receivedAt(), battery)) {
                news.add(device);
            }
            Long inForce = step.counted() ? status.config() : null;
            Config config = configs.get(device);
            if (inForce != null && config != null) {
                config.move(config.state.reported(config.version, inForce), message.receivedAt());
            }
        }

        private void answer(
                Heard message,
                Said.Answer answer,
                Map<String, DeviceState> states,
                Map<String, DeviceState> changed,
                Map<String, Config> configs,
                Map<String, Command> commands)
                throws SQLException {
            String device = message.device().id();
            DeviceState state = states.get(device);
            if (state != null && state.binary() != message.binary()) {
                DeviceState other = state.answeredIn(message.binary());
                states.put(device, other);
                changed.put(device, other);
            }
            Long version = answer.version();
            String id = answer.command();
            if (version != null) {
                configAnswer(message, answer, version, configs.get(device));
            } else if (id != null) {
                Command command = commands.get(id);
                if (command == null || !command.device.equals(device)) {
                    bury(message, "id was " + id + ", expected that of a command to device " + device);
                } else {
                    command.answered(answer, message.receivedAt());
                }
            }
        }

        private void configAnswer(Heard message, Said.Answer answer, long version, @Nullable Config newest)
                throws SQLException {
            String device = message.device().id();
            if (newest != null && newest.version == version) {
                newest.answered(answer, message.receivedAt());
                return;
            }
            boolean known = Sql.first(
                            connection,
                            row -> true,
                            "select 1 from device_config where device_id = ? and version = ?",
                            device,
                            version)
                    != null;
            if (!known) {
                bury(
                        message,
                        "version was " + version + ", expected that of a configuration for device " + device
                                + (newest == null ? ", which has none" : ", at most " + newest.version));
            }
        }

        private void bury(Heard message, String detail) {
            unknown.add(message.buried("unknown_request", detail));
        }

        /** The newest configuration of each device. */
        private Map<String, Config> configs(Set<String> devices) throws SQLException {
            var configs = new HashMap<String, Config>();
            Sql.list(
                    connection,
                    row -> configs.put(
                            row.getString("device_id"),
                            new Config(
                                    row.getString("device_id"),
                                    row.getLong("version"),
                                    ConfigState.of(row.getString("state")),
                                    row.getString("refused_field"),
                                    row.getString("refused_expected"))),
                    """
                    select device_id, version, state, refused_field, refused_expected from device_config c
                    where device_id = any(?)
                      and version = (select max(n.version) from device_config n where n.device_id = c.device_id)
                    order by device_id for update
                    """,
                    Sql.texts(List.copyOf(devices)));
            return configs;
        }

        private Map<String, Command> commands(List<Heard> heard) throws SQLException {
            var ids = new HashSet<String>();
            for (Heard message : heard) {
                if (message.said() instanceof Said.Answer answer && answer.command() != null) {
                    ids.add(Objects.requireNonNull(answer.command()));
                }
            }
            var commands = new LinkedHashMap<String, Command>();
            if (!ids.isEmpty()) {
                Sql.list(
                        connection,
                        row -> commands.put(
                                row.getString("id"),
                                new Command(
                                        row.getString("id"),
                                        row.getString("device_id"),
                                        CommandState.of(row.getString("state")))),
                        "select id, device_id, state from device_command where id = any(?) order by id for update",
                        Sql.texts(List.copyOf(ids)));
            }
            return commands;
        }

        private void writeConfigs(Map<String, Config> configs) throws SQLException {
            var rows = new ArrayList<@Nullable Object[]>();
            for (Config config : configs.values()) {
                if (config.changed) {
                    orders |= config.again;
                    rows.add(new @Nullable Object[] {
                        config.state.id(),
                        config.answeredAt,
                        config.field,
                        config.expected,
                        config.again,
                        config.device,
                        config.version
                    });
                }
            }
            Sql.batch(connection, """
                    update device_config set state = ?, answered_at = coalesce(?::timestamptz, answered_at), refused_field = ?,
                           refused_expected = ?, wanted = case when ? then wanted + 1 else wanted end
                    where device_id = ? and version = ?
                    """, rows);
        }

        private void writeCommands(Map<String, Command> commands) throws SQLException {
            var rows = new ArrayList<@Nullable Object[]>();
            for (Command command : commands.values()) {
                if (command.answeredAt != null) {
                    rows.add(new @Nullable Object[] {
                        command.state.id(),
                        command.answeredAt,
                        command.found,
                        command.field,
                        command.expected,
                        command.id
                    });
                }
            }
            Sql.batch(connection, """
                    update device_command set state = ?, answered_at = ?, found = coalesce(?::bigint, found), refused_field = ?,
                           refused_expected = ?
                    where id = ?
                    """, rows);
        }

        private void repeat() throws SQLException {
            if (born.isEmpty()) {
                return;
            }
            var devices = Sql.texts(List.copyOf(born));
            int repeated = Sql.update(
                            connection,
                            "update device_config set wanted = wanted + 1"
                                    + " where device_id = any(?) and state in ('pending', 'sent')",
                            devices)
                    + Sql.update(
                            connection,
                            "update device_command set wanted = wanted + 1"
                                    + " where device_id = any(?) and state in ('pending', 'sent', 'accepted')",
                            devices);
            orders |= repeated > 0;
        }
    }

    /** A configuration while messages are taken. */
    private static final class Config {
        private final String device;
        private final long version;
        private ConfigState state;
        private @Nullable Instant answeredAt;
        private @Nullable String field;
        private @Nullable String expected;
        private boolean changed;
        /** The device has fallen back behind it. */
        private boolean again;

        Config(String device, long version, ConfigState state, @Nullable String field, @Nullable String expected) {
            this.device = device;
            this.version = version;
            this.state = state;
            this.field = field;
            this.expected = expected;
        }

        void move(ConfigState to, Instant at) {
            if (to != state) {
                again = to == ConfigState.PENDING;
                answeredAt = again ? null : at;
                state = to;
                field = null;
                expected = null;
                changed = true;
            }
        }

        void answered(Said.Answer answer, Instant at) {
            state = state.answered(answer.result());
            again &= state == ConfigState.PENDING;
            answeredAt = at;
            boolean refused = state == ConfigState.REFUSED;
            field = refused ? answer.field() : null;
            expected = refused ? answer.expected() : null;
            changed = true;
        }
    }

    /** A command while messages are taken. */
    private static final class Command {
        private final String id;
        private final String device;
        private CommandState state;
        private @Nullable Instant answeredAt;
        private @Nullable Long found;
        private @Nullable String field;
        private @Nullable String expected;

        Command(String id, String device, CommandState state) {
            this.id = id;
            this.device = device;
            this.state = state;
        }

        void answered(Said.Answer answer, Instant at) {
            CommandState next = state.answered(answer.result());
            if (next == state) {
                return; // it was said before
            }
            state = next;
            answeredAt = at;
            found = answer.count();
            boolean refused = state == CommandState.REFUSED;
            field = refused ? answer.field() : null;
            expected = refused ? answer.expected() : null;
        }
    }
}
