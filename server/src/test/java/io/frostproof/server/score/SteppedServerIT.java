package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.server.network.NetworkFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteppedServerIT {

    private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int REPORT_MINUTES = 5;

    private static final String PLACES = """
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
            """;

    private static final String STOCK = """
            products:
              - {id: apples, name: Apples, profile: fruit}
            lots:
              - {id: apples-1, product: apples}
            handling_units:
              - {id: apples-1-a, lot: apples-1, quantity: 12, quantity_unit: kg}
            """;

    @TempDir
    private static Path folder;

    /** One for all, since it takes longer to start than the tests take; each has its own device, and time that nobody had before. */
    @SuppressWarnings("NullAway.Init")
    private static SteppedServer server;

    private static int minutesPassed;

    private int base;
    private String unit = "";
    private long seq;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, network());
        server = new SteppedServer(folder.resolve("database"), NetworkFile.read(file), START);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void pass() {
        minutesPassed = base + 1_000;
    }

    private void in(String ofUnit) {
        base = minutesPassed;
        unit = ofUnit;
    }

    @Test
    void pagesOnTheSimulatedClockAndAgainWhenItIsOver() throws Exception {
        in("u1");
        drive(0, 180, minute -> minute >= 60 && minute < 120 ? 12 : 5, true);

        // Warm from the report at 60 min on, so its delay is over at 70 min; back with the report at 120 min.
        assertThat(handedOver())
                .extracting(
                        HandedOver::kind,
                        notice -> minutes(notice.atMillis()),
                        notice -> minutes(notice.startedMillis()))
                .containsExactly(tuple(HandedOver.OPENED, 70L, 60L), tuple(HandedOver.RECOVERED, 120L, 60L));
    }

    @Test
    void findsWhatABacklogBringsInTheStepThatBringsIt() throws Exception {
        in("u2");
        drive(0, 60, minute -> 5, true);
        drive(60, 120, minute -> 12, false); // the network is away
        assertThat(handedOver()).isEmpty();

        List<SteppedServer.Message> backlog = new ArrayList<>();
        for (int minute = 60; minute <= 120; minute += REPORT_MINUTES) {
            backlog.add(message(minute, 12));
        }
        long before = server.counters().reevaluations.sum();
        server.step(at(121), backlog, List.of());

        assertThat(handedOver())
                .extracting(HandedOver::kind, notice -> minutes(notice.atMillis()))
                .containsExactly(tuple(HandedOver.OPENED, 121L));
        assertThat(server.counters().reevaluations.sum())
                .as("readings from before it was silent, looked at in the same step")
                .isGreaterThan(before);
    }

    @Test
    void takesMovementsAsTheApiDoes() throws Exception {
        in("u3");
        server.step(
                at(1),
                List.of(message(0, 5)),
                List.of(
                        new SteppedServer.Moved("apples-1-a", "u3", false, at(0)),
                        new SteppedServer.Moved("pears", "u3", false, at(0))));
        drive(5, 30, minute -> 12, true);

        assertThat(server.movementOutcomes()).containsEntry("Recorded", 1L).containsEntry("NoSuchHandlingUnit", 1L);
        assertThat(handedOver()).extracting(HandedOver::kind).contains("decision_proposed");
    }

    private interface Temperature {
        double at(int minute);
    }

    /** One step per minute, and a report every five. */
    private void drive(int fromMinute, int toMinute, Temperature temperature, boolean sending) throws Exception {
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
                "frostproof/1/nh/" + unit + "-s/telemetry",
                String.format(
                                Locale.ROOT,
                                "{\"boot\": 1, \"seq\": %d, \"readings\": [{\"ch\": \"t1\", \"t\": %d, \"v\": %.1f}]}",
                                ++seq,
                                at(minute),
                                celsius)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private List<HandedOver> handedOver() {
        return server.handedOver().stream()
                .filter(notice -> notice.unit().equals(unit))
                .toList();
    }

    private long at(int minute) {
        return START + (base + minute) * MINUTE;
    }

    private long minutes(long millis) {
        return (millis - START) / MINUTE - base;
    }

    private static String network() {
        var units = new StringBuilder("units:\n");
        var devices = new StringBuilder("devices:\n");
        for (String id : List.of("u1", "u2", "u3")) {
            units.append("  - {id: ").append(id).append(", node: nh, name: Locker, kind: locker, profile: fruit}\n");
            devices.append("  - {id: ").append(id).append("-s, node: nh, report_interval: 5m, channels: [");
            devices.append("{id: t1, quantity: temperature, placements: [{unit: ")
                    .append(id);
            devices.append(", from: 2026-01-01T00:00:00Z}]}]}\n");
        }
        return PLACES + units + devices + STOCK;
    }
}
