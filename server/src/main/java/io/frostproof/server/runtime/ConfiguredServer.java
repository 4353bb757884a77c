package io.frostproof.server.runtime;

import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.mqtt.MqttSettings;
import io.frostproof.ingest.spool.SpoolLimits;
import io.frostproof.server.action.ActionSettings;
import io.frostproof.server.action.CaptureEndpoint;
import io.frostproof.server.action.Executor;
import io.frostproof.server.action.MailExecutor;
import io.frostproof.server.action.Way;
import io.frostproof.server.action.WebhookExecutor;
import io.frostproof.server.config.Secret;
import io.frostproof.server.config.ServerConfig;
import io.frostproof.server.notify.EmailChannel;
import io.frostproof.server.notify.EmailSettings;
import io.frostproof.server.notify.Mailer;
import io.frostproof.server.notify.NotificationChannel;
import io.frostproof.server.notify.SignedPost;
import io.frostproof.server.notify.WebhookChannel;
import io.frostproof.store.DatabaseSettings;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Translates a configuration file into what the parts are made with. */
public final class ConfiguredServer {

    private static final long MB = 1_000_000;
    private static final Duration SMTP_TIMEOUT = Duration.ofSeconds(10);

    private ConfiguredServer() {}

    public static DatabaseSettings database(ServerConfig.Database config) {
        return new DatabaseSettings(
                config.url(),
                config.user().orElse(null),
                config.password().map(Secret::reveal).orElse(null),
                config.poolSize());
    }

    /**
     * Settings of a server.
     *
     * @throws IllegalArgumentException if a notification channel cannot work as it is configured; the message says why
     */
    public static ServerSettings settings(
            ServerConfig config, Vertx vertx, InstantSource clock, FrostproofServer.FaceFactory face) {
        var channels = new ArrayList<NotificationChannel>();
        var machines = new ArrayList<String>();
        var people = new ArrayList<String>();
        @Nullable URI linkBase = config.notices().linkBase().orElse(null);
        config.notices().webhook().ifPresent(webhook -> {
            channels.add(named(
                    "notify.webhook",
                    () -> new WebhookChannel(
                            webhook.url(),
                            webhook.secret().reveal().getBytes(StandardCharsets.UTF_8),
                            webhook.timeout(),
                            clock,
                            linkBase)));
            machines.add(WebhookChannel.NAME);
        });
        config.notices().email().ifPresent(email -> {
            channels.add(named("notify.email", () -> new EmailChannel(vertx, settings(email), linkBase)));
            people.add(EmailChannel.NAME);
        });
        ServerConfig.Ingest ingest = config.ingest();
        return new ServerSettings(
                new LaneConfig(
                        ingest.lanes(),
                        ingest.batchMaxReadings(),
                        ingest.queueMaxMessages(),
                        LaneConfig.DEFAULT.silenceGrace()),
                new PlausibleTimes(ingest.earliestTime(), ingest.futureTolerance()),
                Optional.of(mqtt(config.mqtt())),
                spool(config),
                config.devices().keyFile(),
                List.copyOf(channels),
                new NoticeTargets(machines, people),
                new ActionSettings(
                        ways(config, vertx, clock),
                        config.actions().signals(),
                        config.actions().overdueAfter()),
                face);
    }

    private static List<Way> ways(ServerConfig config, Vertx vertx, InstantSource clock) {
        var ways = new ArrayList<Way>();
        @Nullable URI linkBase = config.notices().linkBase().orElse(null);
        for (ServerConfig.Receiver<ServerConfig.Webhook> each : config.actions().webhooks()) {
            ServerConfig.Webhook webhook = each.way();
            ways.add(way(
                    ActionKind.WEBHOOK,
                    each,
                    () -> new WebhookExecutor(new SignedPost(
                            webhook.url(),
                            webhook.secret().reveal().getBytes(StandardCharsets.UTF_8),
                            webhook.timeout(),
                            clock))));
        }
        for (ServerConfig.Receiver<ServerConfig.Repository> each :
                config.actions().epcis()) {
            ServerConfig.Repository repository = each.way();
            ways.add(way(
                    ActionKind.EPCIS,
                    each,
                    () -> new CaptureEndpoint(
                            repository.url(),
                            repository.token().map(Secret::reveal).orElse(null),
                            repository.timeout(),
                            clock)));
        }
        for (ServerConfig.Receiver<ServerConfig.Email> each : config.actions().emails()) {
            ways.add(way(
                    ActionKind.EMAIL, each, () -> new MailExecutor(new Mailer(vertx, settings(each.way())), linkBase)));
        }
        return ways;
    }

    private static Way way(ActionKind kind, ServerConfig.Receiver<?> receiver, Supplier<Executor> executor) {
        try {
            return new Way(
                    kind, receiver.name(), receiver.dispositions(), receiver.expectsConfirmation(), executor.get());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("actions: " + receiver.name() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<SpoolSettings> spool(ServerConfig config) {
        ServerConfig.Ingest ingest = config.ingest();
        return ingest.spoolMaxMb() == 0
                ? Optional.empty()
                : Optional.of(new SpoolSettings(
                        config.dataDirectory().resolve("spool"),
                        new SpoolLimits(ingest.spoolMaxMb() * MB, ingest.spoolMinFreeMb() * MB)));
    }

    private static MqttSettings mqtt(ServerConfig.Mqtt config) {
        return new MqttSettings(
                config.url().toString(),
                config.clientId(),
                config.user().orElse(null),
                config.password().map(Secret::reveal).orElse(null),
                config.sessionExpiry(),
                config.receiveMaximum(),
                config.keepAlive(),
                config.caFile().orElse(null));
    }

    private static EmailSettings settings(ServerConfig.Email email) {
        EmailSettings.Security security = switch (email.tls()) {
            case NONE -> EmailSettings.Security.NONE;
            case STARTTLS -> EmailSettings.Security.STARTTLS;
            case TLS -> EmailSettings.Security.TLS;
        };
        EmailSettings.@Nullable Login login = email.user()
                .map(user -> new EmailSettings.Login(
                        user, email.password().map(Secret::reveal).orElse("")))
                .orElse(null);
        return new EmailSettings(
                email.smtpHost(), email.smtpPort(), security, email.from(), email.to(), login, SMTP_TIMEOUT, null);
    }

    private interface Making {
        NotificationChannel make();
    }

    private static NotificationChannel named(String field, Making making) {
        try {
            return making.make();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }
}
