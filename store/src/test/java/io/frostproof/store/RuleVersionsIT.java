package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.SharedRules;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.audit.UnitLogCsv;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.store.NetworkImporter.Manner;
import io.frostproof.store.NetworkImporter.Report;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What watched at an event time stays known, whatever the network file says later. */
class RuleVersionsIT {

    private static final Instant T0 = TestStore.BEGIN;
    private static final Instant T1 = T0.plus(Duration.ofDays(1));
    private static final Instant T2 = T0.plus(Duration.ofDays(2));
    private static final Instant T3 = T0.plus(Duration.ofDays(3));
    private static final Manner REWRITING = new Manner(true, "test");

    private final FakeClock clock = FakeClock.at(T1);

    private static Condition warm(double threshold) {
        return new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, threshold, Duration.ofMinutes(5), 0.5);
    }

    private static Condition productWarm() {
        return new Condition(
                "product_warm",
                Level.CRITICAL,
                Quantity.TEMPERATURE,
                new Measure.Product(),
                Operator.ABOVE,
                8,
                Duration.ZERO,
                0,
                null,
                Schedule.ALWAYS);
    }

    private static StorageProfile profile(String id, Condition... conditions) {
        return new StorageProfile(id, id, 2.0, 8.0, List.of(conditions), "test");
    }

    private static Unit unit(String profile, Duration lag, Condition... own) {
        return new Unit("fridge-1", "hub", "Fridge 1", UnitKind.FRIDGE, profile, lag, List.of(), List.of(own));
    }

    private static Network network(List<StorageProfile> profiles, Unit unit) {
        return network(profiles, unit, List.of(), null, TestStore.fridge().devices());
    }

    private static Network network(
            List<StorageProfile> profiles,
            Unit unit,
            List<SharedRules> rules,
            @Nullable Instant effectiveFrom,
            List<Device> devices) {
        Network fridge = TestStore.fridge();
        return new Network(
                fridge.regions(),
                fridge.nodes(),
                Stream.concat(Stream.of(profile("fridge", warm(8))), profiles.stream())
                        // The last of an id is meant.
                        .collect(Collectors.toMap(
                                StorageProfile::id, of -> of, (first, second) -> second, LinkedHashMap::new))
                        .values()
                        .stream()
                        .toList(),
                List.of(unit),
                devices,
                fridge.products(),
                fridge.lots(),
                fridge.handlingUnits(),
                fridge.movements(),
                rules,
                effectiveFrom);
    }

    private static Network watching(double threshold, @Nullable Instant effectiveFrom) {
        return network(
                List.of(profile("fridge", warm(threshold))),
                unit("fridge", Duration.ofHours(3)),
                List.of(),
                effectiveFrom,
                TestStore.fridge().devices());
    }

    private Report importInto(Database database, Instant at, Network network, Manner manner) {
        clock.set(at);
        return new NetworkImporter(database, clock).run(network, manner);
    }

    private Report importInto(Database database, Instant at, Network network) {
        return importInto(database, at, network, Manner.USUAL);
    }

    private static KnownChannel channel(Database database, String device, String name) {
        return Objects.requireNonNull(Objects.requireNonNull(new PostgresDeviceDirectory(database).find(device))
                .channels()
                .get(name));
    }

    /** From when on the probe's channel is watched by what. */
    private static List<String> plan(Database database) {
        return channel(database, "probe-1", "t1").plan().segments().stream()
                .map(RuleVersionsIT::words)
                .toList();
    }

    private static String words(ChannelPlan.Segment segment) {
        return Sql.instant(segment.fromMicros()) + " "
                + segment.slots().stream()
                        .flatMap(slot -> slot.levels().stream())
                        .map(RuleText::of)
                        .toList();
    }

    private static Map<Integer, Instant> dirty(Database database) {
        return database.read(connection -> {
            var marks = new HashMap<Integer, Instant>();
            Sql.list(
                    connection,
                    row -> marks.put(row.getInt("channel_id"), Sql.instant(row, "from_time")),
                    "select channel_id, from_time from channel_dirty");
            return marks;
        });
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void changedRulesHoldFromTheImportOn(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            Report first = importInto(database, T1, watching(8, null));
            assertThat(first.changedRules()).isZero();
            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]");

            Report second = importInto(database, T2, watching(9, null));
            assertThat(second.changedRules()).isEqualTo(1);
            assertThat(second.rulesFrom()).isEqualTo(T2);
            assertThat(second.toString()).endsWith("; rules of 1 thing changed, from 2026-01-03T00:00:00Z on");
            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]", T2 + " [> 9 °C for 5 min]");

            Report third = importInto(database, T3, watching(9, null));
            assertThat(third).isEqualTo(new Report(0, 0, first.added()));
            assertThat(plan(database)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void changedRulesMayBePlannedAndThePastStandsUnlessItIsToBeRewritten(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, watching(8, null));
            Instant later = T3.plusSeconds(1);
            importInto(database, T1, watching(9, later));
            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]", later + " [> 9 °C for 5 min]");
            assertThat(importInto(database, T2, watching(9, later)).changedRules())
                    .isZero();

            // An instant that is past does not reach back by itself.
            assertThat(importInto(database, T2, watching(10, T1)).rulesFrom()).isEqualTo(T2);
            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]", T2 + " [> 10 °C for 5 min]");
            assertThat(importInto(database, T3, watching(10, T1)).changedRules())
                    .isZero();
            assertThat(dirty(database)).isEmpty();

            measure(database, T0, 5, 5);
            assertThat(importInto(database, T3, watching(10, T1), REWRITING).rulesFrom())
                    .isEqualTo(T1);
            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]", T1 + " [> 10 °C for 5 min]");
            int probe = channel(database, "probe-1", "t1").id();
            assertThat(dirty(database)).isEqualTo(Map.of(probe, T1));

            assertThat(importInto(database, T3, watching(11, null), REWRITING).rulesFrom())
                    .isNull();
            assertThat(plan(database)).containsExactly(T0 + " [> 11 °C for 5 min]");
            assertThat(dirty(database)).isEqualTo(Map.of(probe, T0));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void excursionsKeepTheRuleThatMadeThem(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, watching(8, null));
            conclude(database, T1, 5, 9, 9, 9, 9, 9, 9, 9, 5);
            assertThat(excursions(database)).containsExactly(tuple("too_warm", "> 8 °C for 5 min (fridge)", null));
            IncidentQueries.RuleVersion before =
                    Objects.requireNonNull(found(database).getFirst().ruleVersion());
            assertThat(before.scope()).isEqualTo("profile");
            assertThat(before.of()).isEqualTo("fridge");
            assertThat(before.recordedBy()).isEqualTo("import");

            importInto(database, T2, watching(8.5, null), new Manner(false, "network import by anna"));
            conclude(database, T2, 5, 9, 9, 9, 9, 9, 9, 9, 5);
            assertThat(excursions(database))
                    .containsExactly(
                            tuple("too_warm", "> 8 °C for 5 min (fridge)", null),
                            tuple("too_warm", "> 8.5 °C for 5 min (fridge)", T2));
            assertThat(found(database).get(0).ruleVersion()).isEqualTo(before);
            IncidentQueries.RuleVersion after =
                    Objects.requireNonNull(found(database).get(1).ruleVersion());
            assertThat(after.recordedAt()).isEqualTo(T2);
            assertThat(after.recordedBy()).isEqualTo("network import by anna");

            // The desk looks at all of it again: each excursion is still of its own time.
            database.write(connection -> Sql.update(
                    connection,
                    "insert into desk_queue (region_id, channel_id, from_time, batch_id) values ('north', ?, ?, 0)",
                    channel(database, "probe-1", "t1").id(),
                    T0));
            work(database);
            assertThat(excursions(database)).hasSize(2);
            assertThat(found(database).get(0).ruleVersion()).isEqualTo(before);

            var log = new StringWriter();
            Instant end = T3;
            new PostgresUnitLog(database)
                    .read(
                            "fridge-1",
                            Sql.micros(T0),
                            Sql.micros(end),
                            view -> UnitLogCsv.write(view, T0, end, end, log));
            assertThat(log.toString())
                    .contains(
                            "# rule: too_warm,warning,temperature,> 8 °C for 5 min,fridge," + before.id() + ",," + T2
                                    + "\n",
                            "# rule: too_warm,warning,temperature,> 8.5 °C for 5 min,fridge," + after.id() + "," + T2
                                    + ",\n",
                            "> 8 °C for 5 min (fridge)," + before.id() + "\n",
                            "> 8.5 °C for 5 min (fridge)," + after.id() + "\n");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aUnitThatGetsAnotherProfileIsWatchedByEachInItsTime(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, watching(8, null));
            var strict = profile("strict", warm(7));
            Report report = importInto(database, T2, network(List.of(strict), unit("strict", Duration.ofHours(3))));

            assertThat(report.changedRules()).isEqualTo(1);
            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]", T2 + " [> 7 °C for 5 min]");

            Report own =
                    importInto(database, T3, network(List.of(strict), unit("strict", Duration.ofHours(3), warm(6))));
            assertThat(own.changedRules()).isEqualTo(1);
            assertThat(plan(database)).last().isEqualTo(T3 + " [> 6 °C for 5 min]");
            assertThat(new UnitQueries(database)
                            .find("fridge-1", T3)
                            .orElseThrow()
                            .rules())
                    .extracting(
                            rule -> rule.rule().rule(),
                            UnitQueries.RuleInForce::scope,
                            UnitQueries.RuleInForce::effectiveFrom)
                    .containsExactly(tuple("> 6 °C for 5 min", "unit", T3));
            assertThat(new UnitQueries(database)
                            .find("fridge-1", T1)
                            .orElseThrow()
                            .rules())
                    .extracting(rule -> rule.rule().rule(), UnitQueries.RuleInForce::scope, UnitQueries.RuleInForce::of)
                    .containsExactly(tuple("> 8 °C for 5 min", "profile", "fridge"));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void rulesOfAKindHoldFromTheBeginningOnlyWhereNoneOfThatKindWasThere(PostgresFlavour flavour) {
        var door = SharedRules.of(UnitKind.FRIDGE, List.of(productWarm()), "house rule");
        try (Database database = TestStore.open(flavour)) {
            importInto(
                    database,
                    T1,
                    network(
                            List.of(),
                            unit("fridge", Duration.ofHours(3)),
                            List.of(door),
                            null,
                            TestStore.fridge().devices()));
            assertThat(plan(database)).containsExactly(T0 + " [product > 8 °C, > 8 °C for 5 min]");
        }
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, watching(8, null));
            Report report = importInto(
                    database,
                    T2,
                    network(
                            List.of(),
                            unit("fridge", Duration.ofHours(3)),
                            List.of(door),
                            null,
                            TestStore.fridge().devices()));
            assertThat(report.changedRules()).isEqualTo(1);
            assertThat(plan(database))
                    .containsExactly(T0 + " [> 8 °C for 5 min]", T2 + " [product > 8 °C, > 8 °C for 5 min]");
            // A file without rules of kinds says nothing of them; one with none ends them.
            importInto(database, T2, watching(8, null));
            assertThat(plan(database)).hasSize(2);
            importInto(
                    database,
                    T3,
                    network(
                            List.of(),
                            unit("fridge", Duration.ofHours(3)),
                            List.of(SharedRules.of(UnitKind.FRIDGE, List.of(), "ended")),
                            null,
                            TestStore.fridge().devices()));
            assertThat(plan(database)).last().isEqualTo(T3 + " [> 8 °C for 5 min]");
        }
    }

    private static final Product MILK = new Product("milk", "Milk", "fridge");
    private static final Product FISH = new Product("fish", "Fish", "fridge");

    /** The fridge with products, which it keeps, and their rules. */
    private static Network keeping(List<String> keeps, SharedRules... rules) {
        Network fridge = network(
                List.of(),
                new Unit(
                        "fridge-1",
                        "hub",
                        "Fridge 1",
                        UnitKind.FRIDGE,
                        "fridge",
                        Duration.ofHours(3),
                        keeps,
                        List.of()),
                List.of(rules),
                null,
                TestStore.fridge().devices());
        return new Network(
                fridge.regions(),
                fridge.nodes(),
                fridge.profiles(),
                fridge.units(),
                fridge.devices(),
                Stream.concat(fridge.products().stream(), Stream.of(MILK, FISH)).toList(),
                fridge.lots(),
                fridge.handlingUnits(),
                fridge.movements(),
                fridge.rules(),
                null);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void rulesOfAProductWatchTheUnitsThatKeepItAndAreDatedToo(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            // Of a unit and a product that are new, from the beginning; of two, the strictest.
            importInto(
                    database,
                    T1,
                    keeping(
                            List.of("milk", "fish"),
                            SharedRules.of(MILK, List.of(warm(7)), "dairy"),
                            SharedRules.of(FISH, List.of(warm(4)), "fishmonger")));
            assertThat(plan(database)).containsExactly(T0 + " [> 4 °C for 5 min]");
            assertThat(importInto(
                                    database,
                                    T1,
                                    keeping(
                                            List.of("milk", "fish"),
                                            SharedRules.of(MILK, List.of(warm(7)), "dairy"),
                                            SharedRules.of(FISH, List.of(warm(4)), "fishmonger")))
                            .changedRules())
                    .isZero();
            measure(database, T0, 5, 5);

            // Only the rules of the one product that changes are said; the other's stay.
            Report report = importInto(
                    database,
                    T2,
                    keeping(List.of("milk", "fish"), SharedRules.of(FISH, List.of(warm(5)), "fishmonger")));
            assertThat(report.changedRules()).isEqualTo(1);
            assertThat(plan(database)).containsExactly(T0 + " [> 4 °C for 5 min]", T2 + " [> 5 °C for 5 min]");
            UnitQueries.Detail now =
                    new UnitQueries(database).find("fridge-1", T2).orElseThrow();
            assertThat(now.keeps()).containsExactly("milk", "fish");
            assertThat(now.rules())
                    .extracting(
                            UnitQueries.RuleInForce::scope,
                            UnitQueries.RuleInForce::of,
                            UnitQueries.RuleInForce::source)
                    .containsExactly(tuple("product", "fish", "fishmonger"));

            // It keeps something else.
            importInto(database, T3, keeping(List.of("milk")));
            assertThat(plan(database)).last().isEqualTo(T3 + " [> 7 °C for 5 min]");
            assertThat(new UnitQueries(database)
                            .find("fridge-1", T2)
                            .orElseThrow()
                            .keeps())
                    .containsExactly("milk", "fish");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void rulesOfAProductThatIsKeptAlreadyHoldFromTheImportOnAndItsUnitsAreEvaluatedAgain(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, keeping(List.of("milk")));
            measure(database, T0, 5, 5);
            assertThat(dirty(database)).isEmpty();

            importInto(database, T2, keeping(List.of("milk"), SharedRules.of(MILK, List.of(warm(4)), "dairy")));

            assertThat(plan(database)).containsExactly(T0 + " [> 8 °C for 5 min]", T2 + " [> 4 °C for 5 min]");
            assertThat(dirty(database))
                    .isNotEmpty()
                    .allSatisfy((channel, from) -> assertThat(from).isEqualTo(T2));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theLagOfAUnitIsDatedAndAProbeInTheProductTakesItsConditionsOver(PostgresFlavour flavour) {
        var profile = profile("fridge", warm(8), productWarm());
        Unit unit = unit("fridge", Duration.ofHours(3));
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, network(List.of(profile), unit));
            importInto(database, T2, network(List.of(profile), unit("fridge", Duration.ofHours(1))));
            assertThat(channel(database, "probe-1", "t1").plan().segments())
                    .extracting(
                            ChannelPlan.Segment::fromMicros,
                            segment -> segment.traits().productLag())
                    .containsExactly(
                            tuple(Sql.micros(T0), Duration.ofHours(3)), tuple(Sql.micros(T2), Duration.ofHours(1)));
            assertThat(channel(database, "probe-1", "t1")
                            .plan()
                            .segments()
                            .getFirst()
                            .traits()
                            .zone()
                            .getId())
                    .isEqualTo("Europe/Oslo");
            measure(database, T0, 5, 5);

            var devices = new ArrayList<>(TestStore.fridge().devices());
            devices.add(new Device(
                    "core-1",
                    "hub",
                    Duration.ofMinutes(1),
                    List.of(new Channel(
                            "t1",
                            Quantity.TEMPERATURE,
                            MeasureUnit.CELSIUS,
                            Duration.ofMinutes(2),
                            Sense.PRODUCT,
                            null,
                            List.of(new Placement("fridge-1", T1, T3))))));
            importInto(
                    database,
                    T3,
                    network(List.of(profile), unit("fridge", Duration.ofHours(1)), List.of(), null, devices));

            assertThat(plan(database))
                    .containsExactly(
                            T0 + " [> 8 °C for 5 min, product > 8 °C]",
                            T1 + " [> 8 °C for 5 min]",
                            T2 + " [> 8 °C for 5 min]",
                            T3 + " [> 8 °C for 5 min, product > 8 °C]");
            assertThat(channel(database, "core-1", "t1").plan().segments())
                    .extracting(
                            RuleVersionsIT::words, segment -> segment.traits().productLag())
                    .containsExactly(tuple(T1 + " [> 8 °C for 5 min, product > 8 °C]", Duration.ZERO));
            assertThat(dirty(database))
                    .isEqualTo(Map.of(channel(database, "probe-1", "t1").id(), T1));
        }
    }

    /** One reading a minute, which the probe's conditions conclude from; the desk works on it. */
    private void conclude(Database database, Instant from, double... values) {
        KnownChannel channel = channel(database, "probe-1", "t1");
        var monitor = new ChannelMonitor(channel.plan());
        var transitions = new ArrayList<Transition>();
        for (int i = 0; i < values.length; i++) {
            monitor.accept(Sql.micros(from.plus(Duration.ofMinutes(i))), values[i], transitions::add);
        }
        new PostgresReadingLog(database)
                .commit(new Batch(
                        Sql.micros(from),
                        from,
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Batch.ChannelTransitions(channel.id(), "north", transitions)),
                        List.of(),
                        Map.of(),
                        Set.of()));
        work(database);
    }

    private static void work(Database database) {
        var desk = new Desk(
                new PostgresDeskStore(database),
                "north",
                new NoticeTargets(List.of("webhook"), List.of()),
                InstantSource.fixed(T3));
        while (desk.work()) {
            // until nothing waits
        }
    }

    private static List<IncidentQueries.Excursion> found(Database database) {
        return new IncidentQueries(database)
                .excursions("fridge-1", false, PageRequest.first(10))
                .items()
                .reversed();
    }

    private static List<Tuple> excursions(Database database) {
        return found(database).stream()
                .map(excursion -> tuple(
                        excursion.slot(),
                        excursion.rule(),
                        Objects.requireNonNull(excursion.ruleVersion()).effectiveFrom()))
                .toList();
    }

    /** Readings without conclusions: so that the channel has a past. */
    private static void measure(Database database, Instant from, double... values) {
        int channel = channel(database, "probe-1", "t1").id();
        database.write(connection -> {
            Sql.first(
                    connection,
                    row -> true,
                    "select make_room_for_readings(?, ?)",
                    from,
                    from.plus(Duration.ofDays(1)));
            for (int i = 0; i < values.length; i++) {
                Sql.update(
                        connection,
                        "insert into reading values (?, ?, ?, 0, ?, 1, 1, 1)",
                        channel,
                        from.plus(Duration.ofMinutes(i)),
                        values[i],
                        from.plus(Duration.ofMinutes(i)));
            }
            return true;
        });
    }
}
