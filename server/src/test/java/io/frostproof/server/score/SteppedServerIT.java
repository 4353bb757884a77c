package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.network.Network;
import io.frostproof.server.network.NetworkFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteppedServerIT {

    private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int REPORT_MINUTES = 5;

    private static final String NETWORK = """
            frostproof_network: 1
            regions:
              - {id: north, name: The North}
            nodes:
              - {id: nh, region: north, name: North Harbour, kind: cold_store, time_zone: Europe/Lisbon}
            profiles:
              - id: fruit
                name: Fruit
                band: {min: 1, max: 9}
                source: made up for this test
                conditions:
                  - {slot: too_warm, level: warning, operator: ">", threshold: 9, delay: 10m, clear_margin: 0.5}
            units:
              - {id: nh-locker, node: nh, name: Locker, kind: locker, profile: fruit}
            devices:
              - id: nh-locker-s
                node: nh
                report_interval: 5m
                channels:
                  - {id: t1, quantity: temperature, placements: [{unit: nh-locker, from: 2026-01-01T00:00:00Z}]}
            products:
              - {id: apples, name: Apples, profile: fruit}
            lots:
              - {id: apples-1, product: apples}
            handling_units:
              - {id: apples-1-a, lot: apples-1, quantity: 12, quantity_unit: kg}
            """;

    @TempDir
    private Path folder;

    private long seq;

    @Test
    void pagesOnTheSimulatedClockAndAgainWhenItIsOver() throws Exception {
        try (var server = server()) {
            drive(server, 0, 180, minute -> minute >= 60 && minute < 120 ? 12 : 5, true);

            // Warm from the report at 60 min on, so its delay is over at 70 min; back with the report at 120 min.
            assertThat(server.handedOver())
                    .extracting(HandedOver::kind, notice -> minutes(notice.atMillis()), notice -> minutes(notice.startedMillis()))
                    .containsExactly(
                            tuple(HandedOver.OPENED, 70L, 60L),
                            tuple(HandedOver.RECOVERED, 120L, 60L));
        }
    }

    @Test
    void findsWhatABacklogBringsInTheStepThatBringsIt() throws Exception {
        try (var server = server()) {
            drive(server, 0, 60, minute -> 5, true);
            drive(server, 60, 120, minute -> 12, false); // the network is away
            assertThat(server.handedOver()).isEmpty();

            List<SteppedServer.Message> backlog = new ArrayList<>();
            for (int minute = 60; minute <= 120; minute += REPORT_MINUTES) {
                backlog.add(message(minute, 12));
            }
            server.step(at(121), backlog, List.of());

            assertThat(server.handedOver())
                    .extracting(HandedOver::kind, notice -> minutes(notice.atMillis()))
                    .containsExactly(tuple(HandedOver.OPENED, 121L));
            assertThat(server.counters().reevaluations.sum())
                    .as("readings from before it was silent, looked at in the same step")
                    .isPositive();
        }
    }

    @Test
    void looksAtLateReadingsWithoutAnyRealTime() throws Exception {
        try (var server = server()) {
            drive(server, 0, 180, minute -> 5, true);
            // Between readings that were taken for all there was.
            server.step(at(181), List.of(message(91, 12), message(96, 12), message(101, 12), message(102, 12)), List.of());

            assertThat(server.counters().reevaluations.sum()).isPositive();
        }
    }

    @Test
    void takesMovementsAsTheApiDoes() throws Exception {
        try (var server = server()) {
            server.step(
                    at(1),
                    List.of(message(0, 5)),
                    List.of(
                            new SteppedServer.Moved("apples-1-a", "nh-locker", START),
                            new SteppedServer.Moved("pears", "nh-locker", START)));
            drive(server, 5, 30, minute -> 12, true);

            assertThat(server.movementOutcomes()).containsEntry("Recorded", 1L).containsEntry("NoSuchHandlingUnit", 1L);
            assertThat(server.handedOver()).extracting(HandedOver::kind).contains("decision_proposed");
        }
    }

    private interface Temperature {
        double at(int minute);
    }

    /** One step per minute, and a report every five. */
    private void drive(SteppedServer server, int fromMinute, int toMinute, Temperature temperature, boolean sending)
            throws Exception {
        for (int minute = fromMinute; minute < toMinute; minute++) {
            server.step(
                    at(minute),
                    sending && minute % REPORT_MINUTES == 0
                            ? List.of(message(minute, temperature.at(minute)))
                            : List.of(),
                    List.of());
        }
    }

    private SteppedServer.Message message(int minute, double celsius) {
        return new SteppedServer.Message(
                "frostproof/1/nh/nh-locker-s/telemetry",
                String.format(
                                Locale.ROOT,
                                "{\"boot\": 1, \"seq\": %d, \"readings\": [{\"ch\": \"t1\", \"t\": %d, \"v\": %.1f}]}",
                                ++seq,
                                at(minute),
                                celsius)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private SteppedServer server() throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, NETWORK);
        Network network = NetworkFile.read(file);
        return new SteppedServer(folder.resolve("database"), network, START);
    }

    private static long at(int minute) {
        return START + minute * MINUTE;
    }

    private static long minutes(long millis) {
        return (millis - START) / MINUTE;
    }
}
