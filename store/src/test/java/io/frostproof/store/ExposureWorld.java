package io.frostproof.store;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.network.Band;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random network in a real database: units with several probes in air and product, that are moved about, distrusted and replaced, lags that change, and readings that come in
 * any order; and goods that are received, moved, split, merged and removed meanwhile. All times are whole seconds from {@link #BEGIN} on.
 */
final class ExposureWorld {

    static final long BEGIN = TestStore.BEGIN.getEpochSecond();
    static final int SECONDS = 20 * 3600;
    static final List<String> UNITS = List.of("u0", "u1", "u2", "u3");

    /** u3 never has a probe. */
    private static final int WITH_PROBES = 3;

    private static final List<String> CHANNELS = List.of("a0", "a1", "a2", "p0", "p1", "x0", "x1");

    final Database database;
    final Map<String, Integer> channels = new HashMap<>();
    private final Random random;
    private final PostgresReadingLog log;
    private final Tolerance tolerance;
    /** Short ones are soon felt no more, so that not all of the later hours depend on the earlier ones. */
    private final int longestLag;

    private long batches;

    private ExposureWorld(Database database, Random random, Tolerance tolerance) {
        this.tolerance = tolerance;
        this.database = database;
        this.random = random;
        log = new PostgresReadingLog(database);
        longestLag = random.nextBoolean() ? 5000 : 300;
    }

    /** Into an empty database. */
    static ExposureWorld into(Database database, Random random) {
        return into(database, random, tolerance(random));
    }

    /** With goods that tolerate something. */
    static ExposureWorld into(Database database, Random random, Tolerance tolerance) {
        var world = new ExposureWorld(database, random, tolerance);
        new NetworkImporter(database).run(world.network());
        database.read(connection -> Sql.list(
                connection,
                row -> world.channels.put(row.getString("name"), row.getInt("id")),
                "select id, name from channel"));
        world.lags();
        world.distrusts();
        List<Reading> readings = new ArrayList<>();
        CHANNELS.forEach(channel -> readings.addAll(world.readings(channel, -3 * 3600, SECONDS)));
        world.send(readings);
        return world;
    }

    private Network network() {
        var channels = new ArrayList<Channel>();
        for (String name : CHANNELS) {
            channels.add(new Channel(
                    name,
                    Quantity.TEMPERATURE,
                    MeasureUnit.CELSIUS,
                    Duration.ofSeconds(60 + random.nextInt(1800)),
                    name.startsWith("p") ? Sense.PRODUCT : Sense.AIR,
                    null,
                    placements()));
        }
        var units = new ArrayList<Unit>();
        for (String unit : UNITS) {
            units.add(new Unit(
                    unit,
                    "hub",
                    unit,
                    UnitKind.FRIDGE,
                    null,
                    Duration.ofSeconds(random.nextInt(3) == 0 ? 0 : random.nextInt(longestLag)),
                    List.of(),
                    List.of()));
        }
        return new Network(
                List.of(new Region("south", "South")),
                List.of(new Node("hub", "south", "Hub", NodeKind.COLD_STORE, ZoneId.of("UTC"))),
                List.of(new StorageProfile("any", "Any", null, null, List.of(), "test")),
                units,
                List.of(new Device("probe-1", "hub", Duration.ofMinutes(1), channels)),
                List.of(new Product(
                        "goods",
                        "Goods",
                        "any",
                        new ProductFacts(
                                "test",
                                null,
                                null,
                                new Band(tolerance.minCelsius(), tolerance.maxCelsius()),
                                tolerance.freezesBelowCelsius(),
                                tolerance.allowances(),
                                tolerance.shelfLife()))),
                List.of(new Lot("lot", "goods", null)),
                List.of(),
                List.of());
    }

    private List<Placement> placements() {
        var placements = new ArrayList<Placement>();
        long from = random.nextBoolean() ? -4 * 3600 : random.nextInt(SECONDS / 2);
        while (true) {
            boolean last = random.nextInt(3) == 0;
            long to = from + 1 + random.nextInt(SECONDS);
            placements.add(
                    new Placement(UNITS.get(random.nextInt(WITH_PROBES)), instant(from), last ? null : instant(to)));
            if (last || to > SECONDS) {
                return placements;
            }
            from = to + (random.nextBoolean() ? 0 : random.nextInt(7200));
        }
    }

    /** Rules that change; some are recorded later and hold from earlier on. */
    private void lags() {
        for (int i = 0; i < 4; i++) {
            lag();
        }
    }

    /** One more version of the rules of some unit. */
    void lag() {
        database.write(connection -> Sql.update(
                connection, """
                insert into rule_version (scope, ref, effective_from, conditions, source, kind, product_lag_s, recorded_at, recorded_by)
                values ('unit', ?, ?, '[]', '', 'fridge', ?, now(), 'test')
                """, UNITS.get(random.nextInt(WITH_PROBES)), instant(random.nextInt(SECONDS)), (double)
                        (random.nextInt(3) == 0 ? 0 : random.nextInt(longestLag))));
    }

    private void distrusts() {
        for (int i = 0; i < 5; i++) {
            distrust();
        }
    }

    /** Nobody trusts some channel for some time. */
    void distrust() {
        int from = random.nextInt(SECONDS);
        boolean over = random.nextInt(4) > 0;
        database.write(connection -> Sql.update(
                connection,
                """
                insert into channel_distrust (channel_id, from_time, to_time, reason, recorded_at, recorded_by, trusted_at, trusted_by, trust_reason)
                values (?, ?, ?, 'broken', now(), 'ann', ?, ?, ?)
                """,
                id(CHANNELS.get(random.nextInt(CHANNELS.size()))),
                instant(from),
                over ? instant(from + random.nextInt(SECONDS / 6)) : null,
                over ? instant(SECONDS) : null,
                over ? "ann" : null,
                over ? "well" : null));
    }

    /** Random ones of a channel; of one time there is one. */
    List<Reading> readings(String channel, int fromSecond, int toSecond) {
        var readings = new ArrayList<Reading>();
        double level = 5 + random.nextGaussian() * 3;
        for (int second = fromSecond + random.nextInt(900); second < toSecond; ) {
            level += random.nextGaussian() * 0.7
                    + (5 - level) * 0.01
                    + (random.nextInt(80) == 0 ? 8 * random.nextGaussian() : 0);
            long micros = (BEGIN + second) * 1_000_000;
            readings.add(new Reading(
                    id(channel), micros, Math.round(level * 10) / 10.0, Reading.GOOD, micros, 1, readings.size()));
            second += random.nextInt(40) == 0 ? random.nextInt(9000) : 1 + random.nextInt(400);
        }
        return readings;
    }

    /** In any order, some of them late, some twice. */
    void send(List<Reading> readings) {
        var order = new ArrayList<>(readings);
        for (int i = 0; i < readings.size() / 20; i++) {
            order.add(readings.get(random.nextInt(readings.size())));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        }
        for (int from = 0; from < order.size(); ) {
            int to = Math.min(order.size(), from + 1 + random.nextInt(600));
            log.commit(new Batch(
                    ++batches,
                    TestStore.BEGIN,
                    1,
                    List.of(),
                    List.of(),
                    order.subList(from, to),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    Set.of()));
            from = to;
        }
    }

    /** One of the channels. */
    String channel() {
        return CHANNELS.get(random.nextInt(CHANNELS.size()));
    }

    private int id(String channel) {
        return Objects.requireNonNull(channels.get(channel));
    }

    static Instant instant(long second) {
        return Instant.ofEpochSecond(BEGIN + second);
    }

    static Tolerance tolerance(Random random) {
        return new Tolerance(
                random.nextInt(5) == 0 ? null : (Double) (random.nextInt(4) + 0.0),
                random.nextInt(5) == 0 ? null : (Double) (5.0 + random.nextInt(4)),
                random.nextInt(3) == 0 ? null : (Double) (random.nextInt(40) / 10.0),
                List.of(
                        new Allowance("out", Allowance.Side.WARM, 6, 8.0, Duration.ofMinutes(random.nextInt(600))),
                        new Allowance("hot", Allowance.Side.WARM, 8, null, Duration.ZERO),
                        new Allowance("cold", Allowance.Side.COLD, 3, null, Duration.ofMinutes(30))),
                switch (random.nextInt(3)) {
                    case 0 -> null;
                    case 1 -> new ShelfLife.Arrhenius(Duration.ofDays(2), 5, 83.144);
                    default -> new ShelfLife.Q10(Duration.ofDays(1), 5, 3);
                });
    }

    /** Where goods were since when, in seconds from the begin; null: nobody knows. */
    record Change(int second, @Nullable String place) {}

    /**
     * What happened to goods, and where they were by a plain book-keeping of it.
     *
     * @param pasts of each handling unit, each different one once, until its end
     * @param ends of those that are gone
     */
    record Stock(List<StockEvent> events, Map<String, Set<List<Change>>> pasts, Map<String, Integer> ends) {}

    /** Random events that fit together, none at the instant of another. */
    static Stock stock(Random random, int count) {
        var events = new ArrayList<StockEvent>();
        var pasts = new TreeMap<String, Set<List<Change>>>();
        var ends = new HashMap<String, Integer>();
        var places = new HashMap<String, String>();
        var quantities = new HashMap<String, Long>();
        int second = 0;
        int born = 0;
        for (int i = 0; i < count; i++) {
            second += 1 + random.nextInt(SECONDS / count);
            long micros = (BEGIN + second) * 1_000_000;
            String id = "e" + i;
            List<String> here = pasts.keySet().stream()
                    .filter(one -> !ends.containsKey(one))
                    .toList();
            String place = UNITS.get(random.nextInt(UNITS.size()));
            if (here.size() < 2) {
                String fresh = "h" + born++;
                events.add(new StockEvent.Received(id, micros, fresh, "lot", BigDecimal.valueOf(1L << 50), place));
                quantities.put(fresh, 1L << 50);
                pasts.put(fresh, Set.of(List.of(new Change(second, place))));
                places.put(fresh, place);
                continue;
            }
            String one = here.get(random.nextInt(here.size()));
            String at = Objects.requireNonNull(places.get(one));
            String other = here.stream()
                    .filter(each -> !each.equals(one) && at.equals(places.get(each)))
                    .findFirst()
                    .orElse(null);
            int what = random.nextInt(8);
            if (what <= 1) {
                String part = "h" + born++;
                long half = Objects.requireNonNull(quantities.get(one)) / 2;
                quantities.merge(one, -half, Long::sum);
                quantities.put(part, half);
                events.add(new StockEvent.Split(id, micros, one, part, BigDecimal.valueOf(half)));
                pasts.put(part, Objects.requireNonNull(pasts.get(one)));
                places.put(part, at);
            } else if (what == 2 && other != null) {
                events.add(new StockEvent.Merged(id, micros, one, other));
                var both = new LinkedHashSet<>(Objects.requireNonNull(pasts.get(one)));
                both.addAll(Objects.requireNonNull(pasts.get(other)));
                pasts.put(one, both);
                ends.put(other, second);
                quantities.merge(one, Objects.requireNonNull(quantities.get(other)), Long::sum);
            } else if (what == 3) {
                events.add(new StockEvent.Removed(id, micros, one, null, StockEvent.Reason.CONSUMED));
                ends.put(one, second);
            } else {
                events.add(new StockEvent.Moved(id, micros, one, place));
                int now = second;
                var moved = new LinkedHashSet<List<Change>>();
                for (List<Change> past : Objects.requireNonNull(pasts.get(one))) {
                    var longer = new ArrayList<>(past);
                    if (!place.equals(past.getLast().place())) {
                        longer.add(new Change(now, place));
                    }
                    moved.add(longer);
                }
                pasts.put(one, moved);
                places.put(one, place);
            }
        }
        Collections.shuffle(events, random);
        return new Stock(events, pasts, ends);
    }
}
