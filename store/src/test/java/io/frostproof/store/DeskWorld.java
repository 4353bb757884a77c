package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.lane.Batch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Two fridges with three probes, of which one moves from the second to the first after ten hours, stock in both, and their weather: what
 * the probes' conditions conclude from a random walk with gaps.
 */
final class DeskWorld {

    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MINUTE_MICROS = 60_000_000L;

    private final Random random;
    private final PostgresReadingLog log;
    private long batch;
    private final Map<KnownChannel, Walk> walks = new LinkedHashMap<>();

    private static final class Walk {
        final ChannelMonitor monitor;
        long timeMicros = Sql.micros(BEGIN);
        double value = 5;
        double target = 5;

        Walk(ChannelMonitor monitor) {
            this.monitor = monitor;
        }
    }

    DeskWorld(Database database, Random random) {
        this.random = random;
        new NetworkImporter(database).run(network());
        log = new PostgresReadingLog(database);
        for (KnownDevice device : new PostgresDeviceDirectory(database).all()) {
            device.channels()
                    .values()
                    .forEach(channel -> walks.put(channel, new Walk(new ChannelMonitor(channel.plan()))));
        }
    }

    static Network network() {
        var tooWarm = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(5), 0.5);
        var farTooWarm = new Condition(
                "too_warm", Level.CRITICAL, Quantity.TEMPERATURE, Operator.ABOVE, 12, Duration.ofMinutes(2), 0.5);
        var tooCold = new Condition(
                "too_cold",
                Level.CRITICAL,
                Quantity.TEMPERATURE,
                Operator.AT_OR_BELOW,
                -0.5,
                Duration.ofMinutes(3),
                0.5);
        Instant move = BEGIN.plus(Duration.ofHours(10));
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile(
                        "fridge", "Fridge", 2.0, 8.0, List.of(tooWarm, farTooWarm, tooCold), "test")),
                List.of(
                        new Unit("fridge-1", "hub", "Fridge 1", UnitKind.FRIDGE, "fridge"),
                        new Unit("fridge-2", "hub", "Fridge 2", UnitKind.FRIDGE, "fridge")),
                List.of(
                        device("probe-1", new Placement("fridge-1", BEGIN, null)),
                        device("probe-2", new Placement("fridge-2", BEGIN, null)),
                        device(
                                "probe-3",
                                new Placement("fridge-2", BEGIN, move),
                                new Placement("fridge-1", move, null))),
                List.of(new Product("vaccine", "Vaccine", "fridge")),
                List.of(new Lot("lot-1", "vaccine", null)),
                List.of(
                        new HandlingUnit("hu-1", "lot-1", new BigDecimal("10"), "vials"),
                        new HandlingUnit("hu-2", "lot-1", new BigDecimal("20.50"), "vials"),
                        new HandlingUnit("hu-3", "lot-1", new BigDecimal("3"), "vials")),
                List.of(
                        new Movement("hu-1", BEGIN, "fridge-1"),
                        new Movement("hu-2", BEGIN, "fridge-2"),
                        new Movement("hu-2", BEGIN.plus(Duration.ofHours(5)), "fridge-1"),
                        new Movement("hu-3", BEGIN.plus(Duration.ofHours(3)), "fridge-2")));
    }

    private static Device device(String id, Placement... placements) {
        return new Device(
                id,
                "hub",
                Duration.ofMinutes(1),
                List.of(new Channel(
                        "t1", Quantity.TEMPERATURE, MeasureUnit.CELSIUS, Duration.ofMinutes(2), List.of(placements))));
    }

    /** What one of the probes concludes from its next readings; may be nothing. */
    List<Batch.ChannelTransitions> next() {
        List<KnownChannel> channels = List.copyOf(walks.keySet());
        KnownChannel channel = channels.get(random.nextInt(channels.size()));
        Walk walk = Objects.requireNonNull(walks.get(channel));
        var concluded = new ArrayList<Transition>();
        int readings = 1 + random.nextInt(15);
        for (int i = 0; i < readings; i++) {
            if (random.nextInt(12) == 0) {
                walk.target = List.of(5.0, 5.0, 9.0, 14.0, -2.0).get(random.nextInt(5));
            }
            walk.value += (walk.target - walk.value) / 3 + random.nextGaussian() / 5;
            walk.timeMicros += random.nextInt(30) == 0 ? random.nextInt(60) * MINUTE_MICROS + 1 : MINUTE_MICROS;
            walk.monitor.accept(walk.timeMicros, walk.value, concluded::add);
        }
        if (random.nextInt(10) == 0) {
            walk.timeMicros += random.nextInt(40) * MINUTE_MICROS;
            walk.monitor.silence(walk.timeMicros, concluded::add);
        }
        return concluded.isEmpty()
                ? List.of()
                : List.of(new Batch.ChannelTransitions(channel.id(), "north", concluded));
    }

    /** Up to where the probes have measured. */
    Instant now() {
        return Sql.instant(
                walks.values().stream().mapToLong(walk -> walk.timeMicros).max().orElseThrow());
    }

    /** Writes conclusions into the log, as a lane does. */
    void commit(List<Batch.ChannelTransitions> transitions, Instant now) {
        log.commit(new Batch(
                ++batch,
                now,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                transitions,
                List.of(),
                Map.of(),
                Set.of()));
    }
}
