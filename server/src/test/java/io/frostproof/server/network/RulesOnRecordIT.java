package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Unit;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.store.PostgresDeviceDirectory;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file says is what channels are watched for: from the file through the rows to the plan. */
final class RulesOnRecordIT {

    private static final Instant IMPORTED = Instant.parse("2026-02-10T00:00:00Z");

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void everythingInAFileComesOutAsThePlanOfItsChannels(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        var settings = new DatabaseSettings(server.newDatabase("rules"), server.user(), server.password(), 2);
        Network network = NetworkFile.readText("everything.yaml", RulesOfNetworkFileTest.everything());
        try (Database database = Database.open(settings)) {
            new NetworkImporter(database, FakeClock.at(IMPORTED)).run(network);
            var directory = new PostgresDeviceDirectory(database);

            assertThat(plan(directory, "d1", "air"))
                    .extracting(
                            segment -> time(segment.fromMicros()),
                            RulesOnRecordIT::conditions,
                            segment -> segment.traits().productLag(),
                            segment -> segment.traits().zone().getId())
                    .containsExactly(
                            tuple(
                                    "2026-01-01T00:00:00Z",
                                    wanted(network, 0, "temperature", true),
                                    Duration.ofMinutes(90),
                                    "Europe/Lisbon"),
                            tuple(
                                    "2026-02-01T00:00:00Z",
                                    wanted(network, 0, "temperature", false),
                                    Duration.ofMinutes(90),
                                    "Europe/Lisbon"),
                            tuple(
                                    "2026-02-02T00:00:00Z",
                                    wanted(network, 0, "temperature", true),
                                    Duration.ofMinutes(90),
                                    "Europe/Lisbon"));
            assertThat(plan(directory, "d1", "core")).singleElement().satisfies(segment -> {
                assertThat(conditions(segment)).isEqualTo(wanted(network, 0, "temperature", true));
                assertThat(segment.traits().productLag()).isZero();
                assertThat(segment.traits().probeLag()).isEqualTo(Duration.ofMinutes(5));
            });
            assertThat(plan(directory, "d1", "air"))
                    .allSatisfy(
                            segment -> assertThat(segment.traits().probeLag()).isZero());
            assertThat(conditions(plan(directory, "d1", "comp").getFirst()))
                    .isEqualTo(wanted(network, 0, "compressor", true))
                    .extracting(Condition::slot)
                    .containsExactly("rests", "starts");
            assertThat(conditions(plan(directory, "d1", "defrost").getFirst()))
                    .isEqualTo(wanted(network, 0, "defrost", true))
                    .hasSize(1);
            assertThat(conditions(plan(directory, "d2", "t1").getFirst()))
                    .isEqualTo(wanted(network, 1, "temperature", true))
                    .extracting(Condition::slot)
                    .containsExactly("too_warm", "no_data");

            // Its effective_from lies in the future: what changes in the file holds from then on.
            Network stricter = NetworkFile.readText(
                    "everything.yaml",
                    RulesOfNetworkFileTest.everything().replace("threshold: 10, delay: 1h", "threshold: 9, delay: 1h"));
            new NetworkImporter(database, FakeClock.at(IMPORTED)).run(stricter);
            directory.refresh();
            assertThat(plan(directory, "d2", "t1"))
                    .extracting(segment -> time(segment.fromMicros()), RulesOnRecordIT::conditions)
                    .containsExactly(
                            tuple("2026-01-01T00:00:00Z", wanted(network, 1, "temperature", true)),
                            tuple("2026-03-01T00:00:00Z", wanted(stricter, 1, "temperature", true)));
        }
    }

    /** What the file itself says of a quantity of a unit. */
    private static List<Condition> wanted(Network network, int unit, String quantity, boolean withProduct) {
        Unit of = network.units().get(unit);
        List<Condition> all = network.conditionsOf(of).stream()
                .filter(condition -> condition.quantity().id().equals(quantity))
                .filter(condition -> withProduct || !(condition.measure() instanceof Measure.Product))
                .toList();
        return SlotRules.group(all).stream()
                .flatMap(slot -> slot.levels().stream())
                .toList();
    }

    private static List<Condition> conditions(ChannelPlan.Segment segment) {
        return segment.slots().stream().flatMap(slot -> slot.levels().stream()).toList();
    }

    private static List<ChannelPlan.Segment> plan(PostgresDeviceDirectory directory, String device, String channel) {
        KnownDevice known = Objects.requireNonNull(directory.find(device));
        return Objects.requireNonNull(known.channels().get(channel)).plan().segments();
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
