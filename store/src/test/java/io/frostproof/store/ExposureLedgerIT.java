package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.exposure.AllowanceBounds;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.Figure;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Part;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Lives;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.store.ExposureQueries.Ledger;
import io.frostproof.store.ExposureQueries.Traced;
import io.frostproof.store.ExposureWorld.Change;
import io.frostproof.store.ExposureWorld.Stock;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger over a real database is what a walk over every second of its rows comes to, and every figure of it can be taken apart into those rows. */
@Timeout(300)
class ExposureLedgerIT {

    private static final long SECOND = 1_000_000;
    private static final int SECONDS = ExposureWorld.SECONDS;
    private static final int STRANDS = 200;

    private static long seed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ExposureLedgerIT seed " + seed);
        return seed;
    }

    private static long micros(int second) {
        return (ExposureWorld.BEGIN + second) * SECOND;
    }

    /** Place by place and all places together, which has to come to the same. */
    private static Map<String, LifeExposure> reckon(
            Database database, Collection<Life> lives, Tolerance tolerance, int now) {
        Map<String, LifeExposure> one = reckon(database, lives, tolerance, now, Integer.MAX_VALUE);
        assertThat(reckon(database, lives, tolerance, now, 0)).isEqualTo(one);
        return one;
    }

    private static Map<String, LifeExposure> reckon(
            Database database, Collection<Life> lives, Tolerance tolerance, int now, int few) {
        return database.read(connection -> {
            var reckoner = new ExposureReckoner(new ExposureCache(0), micros(now), few);
            lives.forEach(life -> reckoner.ask(life, tolerance));
            reckoner.read(connection);
            var exposures = new TreeMap<String, LifeExposure>();
            lives.forEach(life -> exposures.put(life.handlingUnit(), reckoner.exposure(life, tolerance)));
            return exposures;
        });
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void equalsAWalkOverEverySecondOfItsRows(PostgresFlavour flavour) {
        var random = new Random(seed());
        int compared = 0;
        int alone = 0;
        while (compared < STRANDS) {
            try (Database database = TestStore.open(flavour)) {
                ExposureWorld.into(database, random);
                ExposureOracle oracle = ExposureOracle.of(database, ExposureWorld.BEGIN, SECONDS);
                Stock stock = ExposureWorld.stock(random, 80);
                Map<String, Life> lives = Lives.of(stock.events());
                Tolerance tolerance = ExposureWorld.tolerance(random);
                int now = SECONDS - random.nextInt(SECONDS / 3);
                Map<String, LifeExposure> all = reckon(database, lives.values(), tolerance, now);
                for (Life life : lives.values()) {
                    LifeExposure exposure = Objects.requireNonNull(all.get(life.handlingUnit()));
                    compared += compare(oracle, stock, life, exposure, tolerance, now);
                    if (random.nextInt(10) == 0) {
                        // Whatever else is asked for.
                        assertAlike(
                                exposure,
                                Objects.requireNonNull(reckon(database, List.of(life), tolerance, now)
                                        .get(life.handlingUnit())));
                        alone++;
                    }
                }
            }
        }
        assertThat(alone).isPositive();
    }

    /** But for the rounding of sums that begin elsewhere. */
    private static void assertAlike(LifeExposure one, LifeExposure other) {
        assertThat(other.strands()).hasSameSizeAs(one.strands());
        for (int i = 0; i < one.strands().size(); i++) {
            ExposureSum sum = one.strands().get(i).sum();
            ExposureSum same = other.strands().get(i).sum();
            assertThat(same.knownMicros()).isEqualTo(sum.knownMicros());
            assertThat(same.warmMicros()).isEqualTo(sum.warmMicros());
            assertThat(same.coldMicros()).isEqualTo(sum.coldMicros());
            assertThat(same.freezes()).isEqualTo(sum.freezes());
            assertThat(same.coldestCelsius()).isEqualTo(sum.coldestCelsius());
            assertThat(same.warmestCelsius()).isEqualTo(sum.warmestCelsius());
            assertThat(same.allowanceMicros()).isEqualTo(sum.allowanceMicros());
            assertThat(same.warmDegreeMinutes()).isCloseTo(sum.warmDegreeMinutes(), within(1e-9));
            assertThat(same.coldDegreeMinutes()).isCloseTo(sum.coldDegreeMinutes(), within(1e-9));
            assertThat(same.shelfLifeUsed()).isCloseTo(sum.shelfLifeUsed(), within(1e-12));
            assertThat(same.kineticMicros()).isCloseTo(sum.kineticMicros(), within(1e-3));
        }
    }

    /** From what was told to the answer: events and tolerance out of the database too. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void isReckonedFromWhatWasTold(PostgresFlavour flavour) {
        var random = new Random(seed());
        for (int round = 0; round < 2; round++) {
            try (Database database = TestStore.open(flavour)) {
                Tolerance tolerance = ExposureWorld.tolerance(random);
                ExposureWorld.into(database, random, tolerance);
                ExposureOracle oracle = ExposureOracle.of(database, ExposureWorld.BEGIN, SECONDS);
                Stock stock = ExposureWorld.stock(random, 40);
                Instant now = ExposureWorld.instant(SECONDS);
                var log = new StockLog(database);
                assertThat(log.record(
                                stock.events().stream()
                                        .map(event -> new StockLog.Told(event, "test", null))
                                        .toList(),
                                now))
                        .isInstanceOf(StockLog.Outcome.Recorded.class);
                Map<String, Ledger> ledgers = new ExposureQueries(database)
                        .of(stock.pasts().keySet(), now)
                        .byHandlingUnit();
                assertThat(ledgers.keySet()).isEqualTo(stock.pasts().keySet());
                for (Ledger ledger : ledgers.values()) {
                    assertThat(ledger.tolerance()).isEqualTo(tolerance);
                    assertThat(ledger.life().contradictions()).isEmpty();
                    compare(oracle, stock, ledger.life(), ledger.exposure(), tolerance, SECONDS);
                }
                StockEvent moved = stock.events().stream()
                        .filter(event -> event instanceof StockEvent.Moved
                                && stock.pasts().getOrDefault(event.handlingUnit(), Set.of()).stream()
                                        .flatMap(List::stream)
                                        .anyMatch(change -> micros(change.second()) == event.timeMicros()))
                        .findFirst()
                        .orElseThrow();
                log.withdraw(moved.id(), "slip", null, now);
                Map<String, Ledger> after = new ExposureQueries(database)
                        .of(stock.pasts().keySet(), now)
                        .byHandlingUnit();
                assertThat(after.values().stream().filter(ledger -> !ledger.equals(ledgers.get(ledger.handlingUnit()))))
                        .isNotEmpty();
            }
        }
    }

    /** Compares each strand with its past by the plain book-keeping; answers how many there were. */
    private static int compare(
            ExposureOracle oracle, Stock stock, Life life, LifeExposure exposure, Tolerance tolerance, int now) {
        String id = life.handlingUnit();
        Set<List<Change>> pasts = Objects.requireNonNull(stock.pasts().get(id), id);
        int end = Math.min(now, stock.ends().getOrDefault(id, Integer.MAX_VALUE));
        assertThat(life.strands().stream()
                        .map(strand -> changes(strand.sojourns()))
                        .toList())
                .as(id)
                .allMatch(pasts::contains);
        for (int i = 0; i < exposure.strands().size(); i++) {
            List<Change> past = changes(life.strands().get(i).sojourns());
            StrandExposure strand = exposure.strands().get(i);
            int begin = Math.min(past.getFirst().second(), end);
            assertSame(id, strand.sum(), oracle.sum(tolerance, places(past), begin, end));
            strand.places()
                    .forEach(lived -> assertThat(
                                    lived.sum().knownMicros() + lived.sum().unknownMicros())
                            .isEqualTo(Math.min(
                                            Objects.requireNonNullElse(
                                                    lived.sojourn().toMicros(), Long.MAX_VALUE),
                                            micros(now))
                                    - lived.sojourn().fromMicros()));
        }
        return exposure.strands().size();
    }

    private static List<Change> changes(List<Sojourn> sojourns) {
        var changes = new ArrayList<Change>();
        for (var sojourn : sojourns) {
            if (changes.isEmpty() || !Objects.equals(changes.getLast().place(), sojourn.place())) {
                changes.add(new Change((int) (sojourn.fromMicros() / SECOND - ExposureWorld.BEGIN), sojourn.place()));
            }
        }
        return changes;
    }

    private static List<@Nullable String> places(List<Change> past) {
        var places = new @Nullable String[SECONDS];
        for (Change change : past) {
            Arrays.fill(places, Math.min(change.second(), SECONDS), SECONDS, change.place());
        }
        return Arrays.asList(places);
    }

    private static List<Long> micros(List<Long> seconds) {
        return seconds.stream().map(one -> one * SECOND).toList();
    }

    private static void assertSame(String what, ExposureSum sum, ExposureOracle.Sum expected) {
        assertThat(sum.knownMicros()).as(what).isEqualTo(expected.known * SECOND);
        assertThat(sum.unknownMicros()).as(what).isEqualTo(expected.unknown * SECOND);
        assertThat(sum.inBandMicros()).as(what).isEqualTo(expected.inBand * SECOND);
        assertThat(sum.warmMicros()).as(what).isEqualTo(expected.warm * SECOND);
        assertThat(sum.coldMicros()).as(what).isEqualTo(expected.cold * SECOND);
        assertThat(sum.bothMicros()).as(what).isEqualTo(expected.both * SECOND);
        assertThat(sum.warmDegreeMinutes()).as(what).isCloseTo(expected.warmDegreeMinutes, within(1e-6));
        assertThat(sum.coldDegreeMinutes()).as(what).isCloseTo(expected.coldDegreeMinutes, within(1e-6));
        assertThat(sum.freezes()).as(what).isEqualTo(expected.freezes);
        assertThat(sum.shelfLifeUsed()).as(what).isCloseTo(expected.shelfLife, within(1e-9));
        assertThat(sum.kineticMicros() / SECOND).as(what).isCloseTo(expected.kinetic, within(1e-5));
        assertThat(sum.allowanceMicros()).as(what).isEqualTo(micros(expected.allowances));
        assertThat(sum.bounds())
                .as(what)
                .isEqualTo(new AllowanceBounds(
                        micros(expected.certain), micros(expected.possible), expected.certainlyFrozen * SECOND));
        if (expected.known > 0) {
            assertThat(sum.coldestCelsius()).as(what).isEqualTo(expected.coldest);
            assertThat(sum.warmestCelsius()).as(what).isEqualTo(expected.warmest);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void everyFigureIsTheSumOfItsParts(PostgresFlavour flavour) {
        var random = new Random(seed());
        int parts = 0;
        for (int round = 0; round < 2 || parts <= 1000; round++) {
            assertThat(round).as("rounds for a thousand parts").isLessThan(20);
            try (Database database = TestStore.open(flavour)) {
                ExposureWorld world = ExposureWorld.into(database, random);
                ExposureOracle oracle = ExposureOracle.of(database, ExposureWorld.BEGIN, SECONDS);
                Map<String, Life> lives =
                        Lives.of(ExposureWorld.stock(random, 25).events());
                Tolerance tolerance = ExposureWorld.tolerance(random);
                Map<String, LifeExposure> exposures = reckon(database, lives.values(), tolerance, SECONDS);
                for (Life life : lives.values()) {
                    List<StrandExposure> strands = Objects.requireNonNull(exposures.get(life.handlingUnit()))
                            .strands();
                    for (int strand = 0; strand < strands.size(); strand++) {
                        List<Traced> traced = trace(database, strands, strand, tolerance);
                        assertThat(traced).hasSize(Figure.all(tolerance).size());
                        Map<String, Integer> channels = world.channels;
                        for (Traced one : traced) {
                            assertAddsUp(one, strands.get(strand).sum());
                            one.parts().forEach(part -> assertSpoken(database, channels, oracle, one.figure(), part));
                            parts += one.parts().size();
                        }
                    }
                }
            }
        }
    }

    private static List<Traced> trace(
            Database database, List<StrandExposure> strands, int strand, Tolerance tolerance) {
        return database.read(connection -> {
            var figures = new LinkedHashMap<Figure, Integer>();
            Figure.all(tolerance).forEach(figure -> figures.put(figure, strand));
            var trace =
                    new ExposureTrace(new PlaceCourses(connection, ExposureWorld.UNITS), tolerance, micros(SECONDS));
            return trace.trace(strands, figures, new ExposureTrace.Wanted(Long.MIN_VALUE, Integer.MAX_VALUE));
        });
    }

    private static void assertAddsUp(Traced traced, ExposureSum sum) {
        double value = traced.figure().of(sum);
        String what = traced.figure() + " of strand " + traced.strand();
        assertThat(traced.partsInAll()).isEqualTo(traced.parts().size());
        assertThat(traced.nextMicros()).isNull();
        if (Double.isNaN(value)) {
            assertThat(traced.parts()).as(what).isEmpty();
            return;
        }
        switch (traced.figure().kind()) {
            case COLDEST, WARMEST ->
                assertThat(traced.parts()).as(what).isNotEmpty().allMatch(part -> part.added() == value);
            default ->
                assertThat(traced.parts().stream().mapToDouble(Part::added).sum())
                        .as(what)
                        .isCloseTo(value, within(1e-3 + Math.abs(value) * 1e-9));
        }
        for (int i = 0; i < traced.parts().size(); i++) {
            Part part = traced.parts().get(i);
            assertThat(part.toMicros()).as(what).isGreaterThan(part.fromMicros());
            assertThat(i == 0 ? Long.MIN_VALUE : traced.parts().get(i - 1).toMicros())
                    .as(what)
                    .isLessThanOrEqualTo(part.fromMicros());
        }
    }

    /** The part is about time that belongs to the figure, and the readings that it names are in the log. */
    private static void assertSpoken(
            Database database, Map<String, Integer> channels, ExposureOracle oracle, Figure figure, Part part) {
        String place = part.sojourn().place();
        String what = figure + " " + part;
        if (place != null) {
            for (long at = part.fromMicros(); at < part.toMicros(); at += 61 * SECOND) {
                int second = (int) (at / SECOND - ExposureWorld.BEGIN);
                double cold = oracle.coldest(place, second);
                double warm = oracle.warmest(place, second);
                assertThat(Double.isNaN(cold)).as(what).isEqualTo(figure.kind() == Figure.Kind.UNKNOWN);
                if (!Double.isNaN(cold)) {
                    assertThat(cold).as(what).isGreaterThanOrEqualTo(part.coldestCelsius());
                    assertThat(warm).as(what).isLessThanOrEqualTo(part.warmestCelsius());
                }
            }
        }
        boolean known = figure.kind() != Figure.Kind.UNKNOWN;
        if (known) {
            assertThat(part.heard()).as(what).isNotEmpty();
        }
        for (Part.Heard heard : part.heard()) {
            Long first = heard.firstMicros();
            Long last = heard.lastMicros();
            assertThat(heard.readings() > 0).as(what).isEqualTo(known);
            if (first != null && last != null) {
                assertThat(first).as(what).isLessThan(part.toMicros());
                long between = database.read(connection -> Sql.number(
                        connection,
                        "select count(*) from reading where channel_id = ? and time >= ? and time <= ?",
                        Objects.requireNonNull(channels.get(heard.channel().replace("probe-1/", ""))),
                        Sql.instant(first),
                        Sql.instant(last)));
                assertThat(between).as(what).isGreaterThanOrEqualTo(heard.readings());
                if (part.heard().size() == 1 && figure.kind() == Figure.Kind.KNOWN && part.voice() == Part.Voice.AIR) {
                    assertThat(between).as(what).isEqualTo(heard.readings());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void lateReadingsChangeWhatWasThereAndNothingElse(PostgresFlavour flavour) {
        var random = new Random(seed());
        int changed = 0;
        // The channel may have measured nothing that goods were in.
        for (int round = 0; round < 2 || (changed == 0 && round < 20); round++) {
            try (Database database = TestStore.open(flavour)) {
                ExposureWorld world = ExposureWorld.into(database, random);
                Stock stock = ExposureWorld.stock(random, 40);
                Map<String, Life> lives = Lives.of(stock.events());
                Tolerance tolerance = ExposureWorld.tolerance(random);
                Map<String, LifeExposure> before = reckon(database, lives.values(), tolerance, SECONDS);
                int from = SECONDS / 4 + random.nextInt(SECONDS / 4);
                world.send(world.readings("a0", from, from + 7200));
                Set<String> touched = database.read(
                        connection -> new HashSet<>(
                                Sql.list(
                                        connection,
                                        row -> row.getString(1),
                                        "select p.unit_id from placement p join channel c on c.id = p.channel_id where c.name = 'a0'")));
                Map<String, LifeExposure> after = reckon(database, lives.values(), tolerance, SECONDS);
                ExposureOracle oracle = ExposureOracle.of(database, ExposureWorld.BEGIN, SECONDS);
                for (Life life : lives.values()) {
                    LifeExposure now = Objects.requireNonNull(after.get(life.handlingUnit()));
                    compare(oracle, stock, life, now, tolerance, SECONDS);
                    boolean there = life.strands().stream()
                            .flatMap(strand -> strand.sojourns().stream())
                            .anyMatch(sojourn -> touched.contains(String.valueOf(sojourn.place()))
                                    && Objects.requireNonNullElse(sojourn.toMicros(), Long.MAX_VALUE) > micros(from));
                    if (!there) {
                        assertThat(now).isEqualTo(before.get(life.handlingUnit()));
                    } else if (!now.equals(before.get(life.handlingUnit()))) {
                        changed++;
                    }
                }
            }
        }
        assertThat(changed).isPositive();
    }

    /** Weighed by quantity: what a part and its rest lived through is what the whole would have, had nobody split it. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aPartAndItsRestAreTheWhole(PostgresFlavour flavour) {
        var random = new Random(seed());
        try (Database database = TestStore.open(flavour)) {
            ExposureWorld.into(database, random);
            Tolerance tolerance = ExposureWorld.tolerance(random);
            for (int round = 0; round < 20; round++) {
                var whole = new ArrayList<StockEvent>();
                whole.add(new StockEvent.Received("r", micros(1), "h", "lot", BigDecimal.TEN, "u0"));
                var parts = new ArrayList<>(whole);
                int cut = 2 + random.nextInt(SECONDS - 2);
                parts.add(new StockEvent.Split("s", micros(cut), "h", "p", BigDecimal.valueOf(1 + random.nextInt(9))));
                for (int i = 0; i < 5; i++) {
                    int at = 2 + random.nextInt(SECONDS - 2);
                    String place = ExposureWorld.UNITS.get(random.nextInt(4));
                    whole.add(new StockEvent.Moved("m" + i, micros(at), "h", place));
                    parts.add(new StockEvent.Moved("m" + i, micros(at), "h", place));
                    if (at >= cut) {
                        parts.add(new StockEvent.Moved("p" + i, micros(at), "p", place));
                    }
                }
                Map<String, Life> lives = new HashMap<>(Lives.of(parts));
                Map<String, LifeExposure> split = reckon(database, lives.values(), tolerance, SECONDS);
                LifeExposure one = reckon(database, Lives.of(whole).values(), tolerance, SECONDS)
                        .get("h");
                for (ToDoubleFunction<ExposureSum> figure : List.<ToDoubleFunction<ExposureSum>>of(
                        ExposureSum::warmDegreeMinutes,
                        ExposureSum::warmMicros,
                        ExposureSum::unknownMicros,
                        ExposureSum::shelfLifeUsed)) {
                    double all = 0;
                    for (Life life : lives.values()) {
                        all += Objects.requireNonNull(life.quantity()).doubleValue()
                                * Objects.requireNonNull(split.get(life.handlingUnit()))
                                        .worst(figure);
                    }
                    double expected = 10 * Objects.requireNonNull(one).worst(figure);
                    assertThat(all).isCloseTo(expected, within(1e-6 + expected * 1e-9));
                }
            }
        }
    }
}
