package io.frostproof.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.plan.Action;
import io.frostproof.server.logging.LogFormat;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ServerConfigFileTest {

    private static final String SMALLEST = """
            database: {url: "jdbc:postgresql://localhost:5432/frostproof"}
            mqtt: {url: "tcp://localhost:1883"}
            """;

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "FROSTPROOF_DATABASE_PASSWORD", "database-password",
            "FROSTPROOF_MQTT_PASSWORD", "mqtt-password",
            "FROSTPROOF_WEBHOOK_SECRET", "webhook-secret",
            "FROSTPROOF_SMTP_PASSWORD", "smtp-password",
            "FROSTPROOF_WMS_SECRET", "wms-secret",
            "FROSTPROOF_PARTNER_TOKEN", "partner-token",
            "EMPTY", "");

    @TempDir
    Path folder;

    @Test
    void takesEveryDefaultWhenOnlyTheRequiredIsThere() throws Exception {
        assertThat(read(SMALLEST))
                .isEqualTo(new ServerConfig(
                        new ServerConfig.Http("127.0.0.1", 8080, ServerConfig.SecureCookies.AUTO, false),
                        new ServerConfig.Database(
                                "jdbc:postgresql://localhost:5432/frostproof", Optional.empty(), Optional.empty(), 12),
                        new ServerConfig.Mqtt(
                                URI.create("tcp://localhost:1883"),
                                "frostproof",
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofDays(7),
                                1000,
                                Duration.ofSeconds(60),
                                Optional.empty()),
                        new ServerConfig.Ingest(
                                2,
                                5000,
                                10_000,
                                Duration.ofMinutes(5),
                                Instant.parse("2010-01-01T00:00:00Z"),
                                4_000,
                                500),
                        new ServerConfig.Devices(Optional.empty()),
                        new ServerConfig.Notify(Optional.empty(), Optional.empty(), Optional.empty()),
                        ServerConfig.Actions.DEFAULTS,
                        LogFormat.TEXT,
                        Optional.empty(),
                        folder.resolve("frostproof-data")));
    }

    @Test
    void takesTheDefaultsOfSectionsThatAreThereButEmptyOfValues() throws Exception {
        ServerConfig config = read(SMALLEST + """
                http: {}
                ingest:
                notify:
                  webhook: {url: "https://hooks.example/x", secret: s}
                  email: {smtp_host: mail.example, from: a@b.example, to: [c@d.example]}
                """);

        assertThat(config.http()).isEqualTo(ServerConfig.Http.DEFAULTS);
        assertThat(config.ingest()).isEqualTo(ServerConfig.Ingest.DEFAULTS);
        assertThat(config.notices())
                .isEqualTo(new ServerConfig.Notify(
                        Optional.of(new ServerConfig.Webhook(
                                URI.create("https://hooks.example/x"), new Secret("s"), Duration.ofSeconds(10))),
                        Optional.of(new ServerConfig.Email(
                                "mail.example",
                                587,
                                "a@b.example",
                                List.of("c@d.example"),
                                Optional.empty(),
                                Optional.empty(),
                                ServerConfig.Tls.STARTTLS)),
                        Optional.empty()));
    }

    @Test
    void mapsEveryKeyToItsPlace() throws Exception {
        Files.writeString(folder.resolve("network.yaml"), "frostproof_network: 1\n");
        Files.writeString(folder.resolve("db-password"), "from a file\n");
        Files.writeString(folder.resolve("ca.pem"), "read when it connects");
        Files.writeString(folder.resolve("keys"), "# none yet\n");

        // Every value differs from its default, so that one that is mixed up or left out shows.
        ServerConfig config = read("""
                http: {host: 0.0.0.0, port: 0, secure_cookies: always, behind_proxy: true}
                database:
                  url: jdbc:postgresql://db.example/fp?sslmode=verify-full
                  user: dbuser
                  password_file: db-password
                  pool_size: 9
                mqtt:
                  url: ssl://broker.example
                  client_id: frostproof-2
                  user: mqttuser
                  password_env: FROSTPROOF_MQTT_PASSWORD
                  session_expiry: 3d
                  receive_maximum: 55
                  keep_alive: 2m
                  ca_file: ca.pem
                devices: {key_file: keys}
                ingest:
                  lanes: 4
                  batch_max_readings: 111
                  queue_max_messages: 222
                  future_tolerance: 1h
                  earliest_time: 2020-01-01T00:00:00+02:00
                  spool_max_mb: 0
                  spool_min_free_mb: 64
                notify:
                  webhook: {url: "http://127.0.0.1:9/hook?a=b", secret: written here, timeout: 3s}
                  email:
                    smtp_host: mail.example
                    smtp_port: 2525
                    from: cold@chain.example
                    to: [a@x.example, b@x.example]
                    user: mailuser
                    password: " spaces kept "
                    tls: none
                  link_base: https://cold.example/fp
                actions:
                  webhooks:
                    - {name: wms, url: "https://wms.example/x", secret: of the warehouse, timeout: 5s, dispositions: [quarantine, hold]}
                  epcis:
                    - {name: partner, url: "https://epcis.example/capture", token: of the partner}
                  emails:
                    - {name: shift, smtp_host: mail.example, from: a@b.example, to: [c@d.example], expects_confirmation: false}
                  signals:
                    - {do: lock, for: 12h, dispositions: [quarantine]}
                  overdue_after: 45m
                log: {format: json}
                network_file: network.yaml
                data_dir: /var/lib/frostproof
                """);

        assertThat(config)
                .isEqualTo(new ServerConfig(
                        new ServerConfig.Http("0.0.0.0", 0, ServerConfig.SecureCookies.ALWAYS, true),
                        new ServerConfig.Database(
                                "jdbc:postgresql://db.example/fp?sslmode=verify-full",
                                Optional.of("dbuser"),
                                Optional.of(new Secret("from a file")),
                                9),
                        new ServerConfig.Mqtt(
                                URI.create("ssl://broker.example:8883"),
                                "frostproof-2",
                                Optional.of("mqttuser"),
                                Optional.of(new Secret("mqtt-password")),
                                Duration.ofDays(3),
                                55,
                                Duration.ofMinutes(2),
                                Optional.of(folder.resolve("ca.pem"))),
                        new ServerConfig.Ingest(
                                4, 111, 222, Duration.ofHours(1), Instant.parse("2019-12-31T22:00:00Z"), 0, 64),
                        new ServerConfig.Devices(Optional.of(folder.resolve("keys"))),
                        new ServerConfig.Notify(
                                Optional.of(new ServerConfig.Webhook(
                                        URI.create("http://127.0.0.1:9/hook?a=b"),
                                        new Secret("written here"),
                                        Duration.ofSeconds(3))),
                                Optional.of(new ServerConfig.Email(
                                        "mail.example",
                                        2525,
                                        "cold@chain.example",
                                        List.of("a@x.example", "b@x.example"),
                                        Optional.of("mailuser"),
                                        Optional.of(new Secret(" spaces kept ")),
                                        ServerConfig.Tls.NONE)),
                                Optional.of(URI.create("https://cold.example/fp"))),
                        new ServerConfig.Actions(
                                List.of(new ServerConfig.Receiver<>(
                                        "wms",
                                        Set.of(Action.QUARANTINE, Action.HOLD),
                                        true,
                                        new ServerConfig.Webhook(
                                                URI.create("https://wms.example/x"),
                                                new Secret("of the warehouse"),
                                                Duration.ofSeconds(5)))),
                                List.of(new ServerConfig.Receiver<>(
                                        "partner",
                                        Targets.ALL,
                                        true,
                                        new ServerConfig.Repository(
                                                URI.create("https://epcis.example/capture"),
                                                Optional.of(new Secret("of the partner")),
                                                Duration.ofSeconds(10)))),
                                List.of(new ServerConfig.Receiver<>(
                                        "shift",
                                        Targets.ALL,
                                        false,
                                        new ServerConfig.Email(
                                                "mail.example",
                                                587,
                                                "a@b.example",
                                                List.of("c@d.example"),
                                                Optional.empty(),
                                                Optional.empty(),
                                                ServerConfig.Tls.STARTTLS))),
                                List.of(new Targets.Signal(
                                        Targets.Task.LOCK,
                                        Set.of(Action.QUARANTINE),
                                        Duration.ofHours(12),
                                        Duration.ofHours(1))),
                                Duration.ofMinutes(45)),
                        LogFormat.JSON,
                        Optional.of(folder.resolve("network.yaml")),
                        Path.of("/var/lib/frostproof")));
        assertThat(config.toString())
                .doesNotContain(
                        "from a file",
                        "mqtt-password",
                        "written here",
                        "spaces kept",
                        "of the warehouse",
                        "of the partner");
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip(
                        "colour: blue",
                        "3: colour: 'colour' is not a key here, which are http, database, mqtt, ingest, devices, notify, actions, log, network_file, data_dir"),
                slip(
                        "ingset: {lanes: 2}",
                        "3: ingset: 'ingset' is not a key here, which are http, database, mqtt, ingest, devices, notify, actions, log, network_file, data_dir (did you mean 'ingest'?)"),
                slip("http: 8080", "3: http: '8080' is not a mapping of keys and values"),
                slip("http: {port: 65536}", "3: http.port: '65536' is not a whole number from 0 to 65535"),
                slip("http: {host: a b}", "3: http.host: 'a b' is not a host name or an IP address"),
                slip("ingest: {lanes: 0}", "3: ingest.lanes: '0' is not a whole number from 1 to 256"),
                slip(
                        "ingest: {batch_max_readings: 1e3}",
                        "3: ingest.batch_max_readings: '1e3' is not a whole number from 1 to 100000"),
                slip(
                        "ingest: {queue_max_messages: -1}",
                        "3: ingest.queue_max_messages: '-1' is not a whole number from 1 to 1000000"),
                slip("ingest: {future_tolerance: 25h}", "3: ingest.future_tolerance: '25h' is not from 0s to 1d"),
                slip(
                        "ingest: {earliest_time: 2010-01-01}",
                        "3: ingest.earliest_time: '2010-01-01' is not an instant with its offset such as 2026-01-31T08:00:00Z or 2026-01-31T09:00:00+01:00; a local time alone may come twice a year or never"),
                slip(
                        "notify: {link_base: \"ftp://x\"}",
                        "3: notify.link_base: 'ftp://x' is not a URL such as https://hooks.example/frostproof"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\"}}",
                        "3: notify.webhook.secret: missing, expected one of secret, secret_file, secret_env"),
                slip(
                        "notify: {webhook: {url: \"ftp://h.example\", secret: s}}",
                        "3: notify.webhook.url: 'ftp://h.example' is not a URL such as https://hooks.example/frostproof"),
                slip(
                        "notify: {webhook: {url: \"https://u:hunter2@h.example\", secret: s}}",
                        "3: notify.webhook.url: '(hidden)' is not free of user and password: they have fields of their own"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret: s, timeout: 10m}}",
                        "3: notify.webhook.timeout: '10m' is not from 1s to 5m"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret: [hunter2]}}",
                        "3: notify.webhook.secret: '(hidden)' is not text that is not empty"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret: hunter2, secret_env: EMPTY}}",
                        "3: notify.webhook.secret_env: '(hidden)' is not needed: give only one of secret, secret_file, secret_env"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret_env: EMPTY}}",
                        "3: notify.webhook.secret_env: 'EMPTY' is not an environment variable that is set"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret_env: UNSET}}",
                        "3: notify.webhook.secret_env: 'UNSET' is not an environment variable that is set"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret_env: hunter2}}",
                        "3: notify.webhook.secret_env: '(hidden)' is not the name of an environment variable, such as FROSTPROOF_PASSWORD"),
                slip(
                        "notify: {webhook: {url: \"https://h.example\", secret_file: none}}",
                        "3: notify.webhook.secret_file: 'none' is not a file that this user can read (NoSuchFileException)"),
                slip(
                        "notify: {email: {smtp_host: m, from: \"x\", to: [a@b.example]}}",
                        "3: notify.email.from: 'x' is not a mail address such as duty@example.org"),
                slip(
                        "notify: {email: {smtp_host: m, from: a@b.example, to: [\"a@b.example\\r\\nBcc: c@d.example\"]}}",
                        "3: notify.email.to: 'a@b.example??Bcc: c@d.example' is not a mail address such as duty@example.org"),
                slip(
                        "notify: {email: {smtp_host: m, from: a@b.example, to: []}}",
                        "3: notify.email.to: '[...]' is not a list of 1 to 50 mail addresses"),
                slip(
                        "notify: {email: {smtp_host: m, from: a@b.example}}",
                        "3: notify.email.to: missing, expected a list of 1 to 50 mail addresses"),
                slip(
                        "notify: {email: {smtp_host: m, from: a@b.example, to: [a@b.example], tls: ssl}}",
                        "3: notify.email.tls: 'ssl' is not one of none, starttls, tls"),
                slip(
                        "notify: {email: {smtp_host: m, from: a@b.example, to: [a@b.example], smtp_port: 0}}",
                        "3: notify.email.smtp_port: '0' is not a whole number from 1 to 65535"),
                slip(
                        "notify: {email: {smtp_host: m, from: a@b.example, to: [a@b.example], password: hunter2}}",
                        "3: notify.email.user: missing, expected the user that the password belongs to"),
                slip(
                        "network_file: none.yaml",
                        "3: network_file: 'none.yaml' is not a file that this user can read (a network); relative paths begin at this file's folder"),
                slip(
                        "devices: {key_file: none}",
                        "3: devices.key_file: 'none' is not a file that this user can read (a line for each device: its id and its key); relative paths begin at this file's folder"),
                slip(
                        "devices: {key_file: frostproof.yaml}",
                        "3: devices.key_file: 'frostproof.yaml' is not a key file without mistakes: frostproof.yaml:1: 3 words, expected two: a device id and its key in base64"),
                slip(
                        "actions: {webhooks: [{name: own, url: \"https://a.example\", secret: s}]}",
                        "3: actions.webhooks[0].name: 'own' is not a name other than own, which is the server's own log"),
                slip(
                        "actions: {epcis: [{name: a, url: \"https://a.example\"}, {name: a, url: \"https://b.example\"}]}",
                        "3: actions.epcis[1].name: 'a' is not a name that no other receiver of epcis has"),
                slip(
                        "actions: {epcis: [{name: a, url: \"https://a.example\", dispositions: [burn]}]}",
                        "3: actions.epcis[0].dispositions: 'burn' is not one of discard, hold, quarantine, release, reroute, transfer"),
                slip(
                        "actions: {signals: [{do: lock, for: 8d}]}",
                        "3: actions.signals[0].for: '8d' is not from 1s to 7d"),
                slip(
                        "actions: {signals: [{do: buzzer, for: 2h}]}",
                        "3: actions.signals[0].for: '2h' is not from 1s to 1h"),
                slip(
                        "actions: {signals: [{do: dance, for: 1h}]}",
                        "3: actions.signals[0].do: 'dance' is not one of lock, buzzer"),
                slip(
                        "actions: {signals: [{do: lock, for: 1h}, {do: lock, for: 2h}]}",
                        "3: actions.signals[1].do: 'lock' is not something that no other of signals does"),
                slip(
                        "actions: {signals: [{do: lock, for: 1h, dispositions: [release]}]}",
                        "3: actions.signals[0].dispositions: 'release' is not one of discard, hold, quarantine"),
                slip("actions: {overdue_after: 10s}", "3: actions.overdue_after: '10s' is not from 1m to 31d"),
                slip(
                        "data_dir: frostproof.yaml",
                        "3: data_dir: 'frostproof.yaml' is not the path of a folder, there already or to be made"));
    }

    private static Arguments slip(String line, String problem) {
        return argumentSet(problem, line, problem);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void findsASlipAndNothingElse(String line, String problem) {
        assertThat(problemsOf(SMALLEST + line + "\n")).containsExactly("frostproof.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: jdbc:mysql://h/d|url: 'jdbc:mysql://h/d' is not a URL such as jdbc:postgresql://localhost:5432/frostproof",
                "url: jdbc:postgresql://u:hunter2@h/d|url: '(hidden)' is not free of user and password: put them into user"
                        + " and password_file",
                "url: jdbc:postgresql://h/d?Password=hunter2|url: '(hidden)' is not free of user and password: put them into"
                        + " user and password_file",
                "url: jdbc:postgresql:d, pool_size: 1|pool_size: '1' is not a whole number from 2 to 200",
                "url: jdbc:postgresql:d, password: hunter2|user: missing, expected the user that the password belongs to",
                "url: jdbc:postgresql:d, pasword: hunter2|pasword: 'pasword' is not a key here, which are url, user, password,"
                        + " password_file, password_env, pool_size (did you mean 'password'?)",
                "user: u|url: missing, expected text",
            })
    void findsASlipInTheDatabaseSection(String fields, String problem) {
        assertThat(problemsOf("mqtt: {url: tcp://localhost}\ndatabase: {" + fields + "}\n"))
                .containsExactly("frostproof.yaml:2: database." + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: mqtt://h|url: 'mqtt://h' is not a URL such as tcp://localhost:1883 or ssl://broker.example:8883",
                "url: tcp://h/topic|url: 'tcp://h/topic' is not a URL such as tcp://localhost:1883 or ssl://broker.example:8883",
                "url: tcp://h:70000|url: 'tcp://h:70000' is not a URL such as tcp://localhost:1883 or"
                        + " ssl://broker.example:8883",
                "url: localhost:1883|url: 'localhost:1883' is not a URL such as tcp://localhost:1883 or"
                        + " ssl://broker.example:8883",
                "url: tcp://u:hunter2@h|url: '(hidden)' is not free of user and password: they have fields of their own",
                "url: tcp://h, client_id: a b|client_id: 'a b' is not an identifier: 1 to 64 characters of a-z, A-Z, 0-9, '.',"
                        + " '_' and '-', starting with a letter or digit",
                "url: tcp://h, session_expiry: 0s|session_expiry: '0s' is not from 1m to 4294967294s",
                "url: tcp://h, receive_maximum: 65536|receive_maximum: '65536' is not a whole number from 1 to 65535",
                "url: tcp://h, keep_alive: 1d|keep_alive: '1d' is not from 5s to 65535s",
            })
    void findsASlipInTheMqttSection(String fields, String problem) {
        assertThat(problemsOf("database: {url: jdbc:postgresql:d}\nmqtt: {" + fields + "}\n"))
                .containsExactly("frostproof.yaml:2: mqtt." + problem);
    }

    @Test
    void saysAllThatIsMissingOrWrongAtOnce() {
        assertThat(problemsOf("http: {port: x}\nnotify: {link_base: x}\nlanes: 2\n"))
                .extracting(problem -> problem.replaceAll("^frostproof.yaml:(\\d+: [^:]+): .*", "$1"))
                .containsExactlyInAnyOrder("1: database", "1: mqtt", "1: http.port", "2: notify.link_base", "3: lanes");
    }

    @Test
    void neverShowsASecretWhateverIsWrongWithItsSurroundings() {
        List<String> texts = List.of(
                "database: {url: jdbc:postgresql:d, user: u, password: *hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: !hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: !x!hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: &hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: @hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: \"hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: [hunter2]}",
                "database: {url: jdbc:postgresql:d, user: u, password: {hunter2: a}}",
                "database: {url: jdbc:postgresql:d, user: u, pasword: hunter2}",
                "database: {url: jdbc:postgresql:d, user: u, password: hunter2, password: hunter2}");
        for (String text : texts) {
            assertThatThrownBy(() -> read(text + "\n"))
                    .as(text)
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
        }
    }

    @ParameterizedTest
    @CsvSource({"none,25", "starttls,587", "tls,465"})
    void takesTheUsualPortOfTheProtection(String tls, int port) throws Exception {
        ServerConfig config = read(
                SMALLEST + "notify: {email: {smtp_host: m, from: a@b.example, to: [a@b.example], tls: " + tls + "}}\n");

        assertThat(config.notices().email().orElseThrow().smtpPort()).isEqualTo(port);
    }

    @Test
    void takesTheUsualPortOfTheBroker() throws Exception {
        String text = "database: {url: jdbc:postgresql:d}\nmqtt: {url: %s}\n";

        assertThat(read(text.formatted("tcp://h")).mqtt().url()).isEqualTo(URI.create("tcp://h:1883"));
        assertThat(read(text.formatted("ssl://h")).mqtt().url()).isEqualTo(URI.create("ssl://h:8883"));
        assertThat(read(text.formatted("\"tcp://[::1]:1884\"")).mqtt().url()).isEqualTo(URI.create("tcp://[::1]:1884"));
    }

    @Test
    void readsTheExampleThatShips() throws Exception {
        try (InputStream stream = ServerConfig.class.getResourceAsStream("/config/frostproof.example.yaml")) {
            String example = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);

            ServerConfig config = read(example);

            assertThat(config.http()).isEqualTo(ServerConfig.Http.DEFAULTS);
            assertThat(config.ingest()).isEqualTo(ServerConfig.Ingest.DEFAULTS);
            assertThat(config.database().poolSize()).isEqualTo(ServerConfig.Database.DEFAULT_POOL_SIZE);
            assertThat(config.mqtt().clientId()).isEqualTo(ServerConfig.Mqtt.DEFAULT_CLIENT_ID);
            assertThat(config.mqtt().sessionExpiry()).isEqualTo(ServerConfig.Mqtt.DEFAULT_SESSION_EXPIRY);
            assertThat(config.mqtt().receiveMaximum()).isEqualTo(ServerConfig.Mqtt.DEFAULT_RECEIVE_MAXIMUM);
            assertThat(config.mqtt().keepAlive()).isEqualTo(ServerConfig.Mqtt.DEFAULT_KEEP_ALIVE);
            assertThat(config.notices().linkBase()).contains(URI.create("https://frostproof.example"));
            assertThat(config.notices().webhook().orElseThrow().timeout())
                    .isEqualTo(ServerConfig.Webhook.DEFAULT_TIMEOUT);
            assertThat(config.notices().email()).isPresent();
            assertThat(config.actions().webhooks())
                    .extracting(ServerConfig.Receiver::name)
                    .containsExactly("wms");
            assertThat(config.dataDirectory()).isEqualTo(folder.resolve(ServerConfigFile.DEFAULT_DATA_DIRECTORY));
        }
    }

    private List<String> problemsOf(String text) {
        return catchThrowableOfType(InvalidFileException.class, () -> read(text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private ServerConfig read(String text) throws InvalidFileException, IOException {
        Path file = folder.resolve("frostproof.yaml");
        Files.writeString(file, text);
        return ServerConfigFile.read(file, ENVIRONMENT::get);
    }
}
