package io.frostproof.server.config;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.plan.Action;
import io.frostproof.server.logging.LogFormat;
import io.frostproof.yaml.Fields;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problems;
import io.frostproof.yaml.YamlFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code frostproof.yaml} (its form is in docs/configuration.md). Says everything that is wrong at once, and never
 * shows a secret while doing so.
 */
public final class ServerConfigFile {

    /** The default of {@code data_dir}, beside the configuration file. */
    public static final String DEFAULT_DATA_DIRECTORY = "frostproof-data";

    private static final int MOST_RECIPIENTS = 50;

    /** MQTT 5 sends the session expiry as four bytes of seconds; the largest of them would mean never. */
    private static final Duration LONGEST_SESSION = Duration.ofSeconds(0xFFFF_FFFEL);

    /** MQTT sends the keep-alive as two bytes of seconds. */
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofSeconds(65_535);

    private static final Duration SIGNAL_SHORTEST = Duration.ofSeconds(1);
    /** A device that is online answers in seconds; one that sleeps wakes within the hour. */
    private static final Duration SIGNAL_ANSWER = Duration.ofHours(1);

    private final Path folder;
    private final SecretReader secrets;

    private ServerConfigFile(Path folder, Function<String, @Nullable String> environment) {
        this.folder = folder;
        this.secrets = new SecretReader(folder, environment);
    }

    /**
     * Reads and checks a file, with the environment of this process for {@code ..._env}.
     *
     * @throws InvalidFileException with every problem that was found, when there is one
     */
    public static ServerConfig read(Path path) throws InvalidFileException {
        return read(path, System::getenv);
    }

    /**
     * As {@link #read(Path)} with another environment.
     *
     * @param environment the value of a variable, null when it is not set
     * @throws InvalidFileException as above
     */
    public static ServerConfig read(Path path, Function<String, @Nullable String> environment)
            throws InvalidFileException {
        Path absolute = path.toAbsolutePath();
        Path name = absolute.getFileName();
        Path folder = absolute.getParent();
        var problems = new Problems(name == null ? path.toString() : name.toString());
        Fields top = YamlFile.open(path, problems);
        Optional<ServerConfig> config =
                new ServerConfigFile(folder == null ? absolute : folder, environment).config(top);
        problems.throwIfAny();
        return config.orElseThrow();
    }

    private Optional<ServerConfig> config(Fields top) {
        var http = top.section("http").map(this::http).orElse(Optional.of(ServerConfig.Http.DEFAULTS));
        var database = top.requiredSection("database").flatMap(this::database);
        var mqtt = top.requiredSection("mqtt").flatMap(this::mqtt);
        var ingest = top.section("ingest").map(this::ingest).orElse(Optional.of(ServerConfig.Ingest.DEFAULTS));
        var devices = top.section("devices").map(this::devices).orElse(Optional.of(ServerConfig.Devices.DEFAULTS));
        var notices = top.section("notify").map(this::notices).orElse(Optional.of(ServerConfig.Notify.DEFAULTS));
        var actions = top.section("actions").map(this::actions).orElse(Optional.of(ServerConfig.Actions.DEFAULTS));
        LogFormat logFormat = top.section("log").map(this::logFormat).orElse(LogFormat.TEXT);
        Optional<Path> networkFile = networkFile(top);
        Path dataDirectory = dataDirectory(top);
        return top.make(() -> new ServerConfig(
                http.orElseThrow(),
                database.orElseThrow(),
                mqtt.orElseThrow(),
                ingest.orElseThrow(),
                devices.orElseThrow(),
                notices.orElseThrow(),
                actions.orElseThrow(),
                logFormat,
                networkFile,
                dataDirectory));
    }

    private Optional<ServerConfig.Http> http(Fields fields) {
        var defaults = ServerConfig.Http.DEFAULTS;
        String host = Addresses.host(fields, "host", Optional.of(defaults.host()));
        int port = fields.integer("port", 0, 65_535, defaults.port());
        var secureCookies = fields.choice(
                "secure_cookies",
                List.of(ServerConfig.SecureCookies.values()),
                ServerConfig.SecureCookies::word,
                defaults.secureCookies());
        boolean behindProxy = fields.flag("behind_proxy", defaults.behindProxy());
        return fields.make(() -> new ServerConfig.Http(host, port, secureCookies, behindProxy));
    }

    private Optional<ServerConfig.Database> database(Fields fields) {
        String url = Addresses.database(fields, "url");
        Optional<String> user = fields.optionalText("user");
        Optional<Secret> password = password(fields, user);
        int poolSize = fields.integer("pool_size", 2, 200, ServerConfig.Database.DEFAULT_POOL_SIZE);
        return fields.make(() -> new ServerConfig.Database(url, user, password, poolSize));
    }

    private Optional<ServerConfig.Mqtt> mqtt(Fields fields) {
        var url = Addresses.broker(fields, "url");
        String clientId = fields.identifier("client_id", ServerConfig.Mqtt.DEFAULT_CLIENT_ID);
        Optional<String> user = fields.optionalText("user");
        Optional<Secret> password = password(fields, user);
        Duration sessionExpiry = fields.duration(
                "session_expiry", Duration.ofMinutes(1), LONGEST_SESSION, ServerConfig.Mqtt.DEFAULT_SESSION_EXPIRY);
        int receiveMaximum = fields.integer("receive_maximum", 1, 65_535, ServerConfig.Mqtt.DEFAULT_RECEIVE_MAXIMUM);
        Duration keepAlive = fields.duration(
                "keep_alive", Duration.ofSeconds(5), LONGEST_KEEP_ALIVE, ServerConfig.Mqtt.DEFAULT_KEEP_ALIVE);
        Optional<Path> caFile = readable(fields, "ca_file", "certificates in PEM");
        if (caFile.isPresent() && url != null && !"ssl".equals(url.getScheme())) {
            fields.problem("ca_file", "needed: certificates are for ssl:// only");
        }
        return fields.make(() ->
                new ServerConfig.Mqtt(url, clientId, user, password, sessionExpiry, receiveMaximum, keepAlive, caFile));
    }

    private Optional<ServerConfig.Devices> devices(Fields fields) {
        Optional<Path> keyFile = readable(fields, "key_file", "a line for each device: its id and its key");
        keyFile.filter(Files::isReadable).ifPresent(path -> {
            try {
                KeyFile.read(path);
            } catch (InvalidFileException e) {
                fields.problem(
                        "key_file",
                        "a key file without mistakes: " + e.problems().getFirst());
            }
        });
        return fields.make(() -> new ServerConfig.Devices(keyFile));
    }

    private Optional<ServerConfig.Ingest> ingest(Fields fields) {
        var defaults = ServerConfig.Ingest.DEFAULTS;
        int lanes = fields.integer("lanes", 1, 256, defaults.lanes());
        int batchMaxReadings = fields.integer("batch_max_readings", 1, 100_000, defaults.batchMaxReadings());
        int queueMaxMessages = fields.integer("queue_max_messages", 1, 1_000_000, defaults.queueMaxMessages());
        Duration futureTolerance =
                fields.duration("future_tolerance", Duration.ZERO, Duration.ofDays(1), defaults.futureTolerance());
        var earliestTime = fields.optionalInstant("earliest_time").orElse(defaults.earliestTime());
        int spoolMaxMb = fields.integer("spool_max_mb", 0, 10_000_000, defaults.spoolMaxMb());
        int spoolMinFreeMb = fields.integer("spool_min_free_mb", 0, 10_000_000, defaults.spoolMinFreeMb());
        return fields.make(() -> new ServerConfig.Ingest(
                lanes, batchMaxReadings, queueMaxMessages, futureTolerance, earliestTime, spoolMaxMb, spoolMinFreeMb));
    }

    private Optional<ServerConfig.Notify> notices(Fields fields) {
        Optional<Fields> webhookFields = fields.section("webhook");
        Optional<Fields> emailFields = fields.section("email");
        Optional<ServerConfig.Webhook> webhook = webhookFields.flatMap(this::webhook);
        Optional<ServerConfig.Email> email = emailFields.flatMap(this::email);
        Optional<URI> linkBase =
                fields.has("link_base") ? Optional.of(Addresses.web(fields, "link_base")) : Optional.empty();
        return fields.make(() -> new ServerConfig.Notify(webhook, email, linkBase));
    }

    private Optional<ServerConfig.Actions> actions(Fields fields) {
        var webhooks = receivers(fields, "webhooks", ServerConfigFile::expectsConfirmation, this::webhook);
        // Its answer, or its capture job, confirms.
        var epcis = receivers(fields, "epcis", row -> true, this::repository);
        var emails = receivers(fields, "emails", ServerConfigFile::expectsConfirmation, this::email);
        List<Targets.Signal> signals = signals(fields);
        Duration overdue = fields.duration(
                "overdue_after",
                Duration.ofMinutes(1),
                Duration.ofDays(31),
                ServerConfig.Actions.DEFAULTS.overdueAfter());
        return fields.make(() -> new ServerConfig.Actions(webhooks, epcis, emails, signals, overdue));
    }

    private static List<Targets.Signal> signals(Fields fields) {
        var signals = new ArrayList<Targets.Signal>();
        var tasks = EnumSet.noneOf(Targets.Task.class);
        for (Fields row : fields.rows("signals")) {
            Targets.Task task = row.choice("do", List.of(Targets.Task.values()), Targets.Task::id);
            if (row.has("do") && !tasks.add(task)) {
                row.problem("do", "something that no other of signals does");
            }
            Duration lasts = row.duration("for", SIGNAL_SHORTEST, task.longest());
            Duration within = row.duration("answer_within", SIGNAL_SHORTEST, Targets.LONGEST_WAIT, SIGNAL_ANSWER);
            Set<Action> dispositions = dispositions(row, Targets.HOLDING);
            row.make(() -> new Targets.Signal(
                            task, dispositions, lasts.truncatedTo(SECONDS), within.truncatedTo(SECONDS)))
                    .ifPresent(signals::add);
        }
        return signals;
    }

    private static <T> List<ServerConfig.Receiver<T>> receivers(
            Fields fields, String key, Predicate<Fields> expectsConfirmation, Function<Fields, Optional<T>> way) {
        var receivers = new ArrayList<ServerConfig.Receiver<T>>();
        var names = new HashSet<String>();
        for (Fields row : fields.rows(key)) {
            String name = row.identifier("name");
            if (!names.add(name)) {
                row.problem("name", "a name that no other receiver of " + key + " has");
            }
            if (name.equals(Targets.OWN_LOG)) {
                row.problem("name", "a name other than " + Targets.OWN_LOG + ", which is the server's own log");
            }
            Set<Action> dispositions = dispositions(row, Targets.ALL);
            boolean expects = expectsConfirmation.test(row);
            Optional<T> made = way.apply(row);
            row.make(() -> new ServerConfig.Receiver<>(name, dispositions, expects, made.orElseThrow()))
                    .ifPresent(receivers::add);
        }
        return receivers;
    }

    /** What nobody has said to be done stays in sight, unless the operator says that it need not. */
    private static boolean expectsConfirmation(Fields fields) {
        return fields.flag("expects_confirmation", true);
    }

    /** All when none are given. */
    private static Set<Action> dispositions(Fields fields, Set<Action> all) {
        if (!fields.has("dispositions")) {
            return all;
        }
        Map<String, Action> byWord = all.stream().collect(Collectors.toMap(Action::id, action -> action));
        List<String> words = fields.texts(
                "dispositions", "one of " + String.join(", ", new TreeSet<>(byWord.keySet())), byWord::containsKey);
        if (fields.lacksItems("dispositions")) {
            fields.problem("dispositions", "at least one, or leave it out for all");
        }
        return words.stream().filter(byWord::containsKey).map(byWord::get).collect(Collectors.toSet());
    }

    private Optional<ServerConfig.Repository> repository(Fields fields) {
        var url = Addresses.web(fields, "url");
        Optional<Secret> token = secrets.optional(fields, "token");
        Duration timeout = fields.duration(
                "timeout", Duration.ofSeconds(1), Duration.ofMinutes(5), ServerConfig.Webhook.DEFAULT_TIMEOUT);
        return fields.make(() -> new ServerConfig.Repository(url, token, timeout));
    }

    private LogFormat logFormat(Fields fields) {
        LogFormat format = fields.choice("format", List.of(LogFormat.values()), LogFormat::word, LogFormat.TEXT);
        return fields.make(() -> format).orElse(LogFormat.TEXT);
    }

    private Optional<ServerConfig.Webhook> webhook(Fields fields) {
        var url = Addresses.web(fields, "url");
        Optional<Secret> secret = secrets.required(fields, "secret");
        Duration timeout = fields.duration(
                "timeout", Duration.ofSeconds(1), Duration.ofMinutes(5), ServerConfig.Webhook.DEFAULT_TIMEOUT);
        return fields.make(() -> new ServerConfig.Webhook(url, secret.orElseThrow(), timeout));
    }

    private Optional<ServerConfig.Email> email(Fields fields) {
        String host = Addresses.host(fields, "smtp_host", Optional.empty());
        var tls = fields.choice(
                "tls", List.of(ServerConfig.Tls.values()), ServerConfig.Tls::word, ServerConfig.Tls.STARTTLS);
        int port = fields.integer("smtp_port", 1, 65_535, tls.usualPort());
        String from = Addresses.mail(fields, "from");
        List<String> to = Addresses.mails(fields, "to", MOST_RECIPIENTS);
        Optional<String> user = fields.optionalText("user");
        Optional<Secret> password = password(fields, user);
        return fields.make(() -> new ServerConfig.Email(host, port, from, to, user, password, tls));
    }

    private Optional<Secret> password(Fields fields, Optional<String> user) {
        Optional<Secret> password = secrets.optional(fields, "password");
        if (password.isPresent() && user.isEmpty() && !fields.has("user")) {
            fields.problem("user", "the user that the password belongs to");
        }
        return password;
    }

    private Optional<Path> networkFile(Fields top) {
        return readable(top, "network_file", "a network");
    }

    private Optional<Path> readable(Fields fields, String key, String content) {
        Optional<Path> path = fields.optionalText(key).flatMap(name -> Paths.resolve(folder, name));
        if (fields.has(key) && path.filter(Files::isReadable).isEmpty()) {
            fields.problem(
                    key,
                    "a file that this user can read (" + content + "); relative paths begin at this file's folder");
        }
        return path;
    }

    private Path dataDirectory(Fields top) {
        String name = top.optionalText("data_dir").orElse(DEFAULT_DATA_DIRECTORY);
        Optional<Path> path = Paths.resolve(folder, name);
        if (path.isEmpty() || (Files.exists(path.get()) && !Files.isDirectory(path.get()))) {
            top.problem("data_dir", "the path of a folder, there already or to be made");
        }
        return path.orElse(folder);
    }
}
