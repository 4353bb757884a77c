package io.frostproof.store;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What places were like, second by second, and what goods lived through there: straight from rows of readings, placements, trust and rules, slow, and without anything
 * that the ledger is made with. All times lie on whole seconds.
 */
final class ExposureOracle {

    private static final long SECOND = 1_000_000;
    /** All units are fridges. */
    private static final double FILLED_LAG_S = 3 * 3600;

    /** Which share of the lag that was said fewer goods have. */
    private static final double FEW = 0.5;

    private final long begin;
    private final int seconds;
    private final Map<String, double[]> coldest = new HashMap<>();
    private final Map<String, double[]> warmest = new HashMap<>();
    /** The same with goods that follow the air as slowly as what fills the unit, and with fewer than was said. */
    private final Map<String, double[]> coldestOfAny = new HashMap<>();

    private final Map<String, double[]> warmestOfAny = new HashMap<>();

    /** [from, to) in seconds since 1970. */
    private record Stretch(long from, long to) {
        boolean has(long second) {
            return second >= from && second < to;
        }
    }

    /** The log from {@code begin} on, in seconds since 1970. */
    static ExposureOracle of(Database database, long begin, int seconds) {
        return database.read(connection -> new ExposureOracle(connection, begin, seconds));
    }

    private ExposureOracle(Connection connection, long begin, int seconds) throws SQLException {
        this.begin = begin;
        this.seconds = seconds;
        for (String unit : Sql.list(connection, row -> row.getString(1), "select id from unit")) {
            var product = unknown();
            var air = unknown();
            var any = unknown();
            Sql.list(
                    connection,
                    row -> {
                        boolean inProduct = row.getString("senses").equals("product");
                        Long end = Sql.microsOrNull(row, "valid_to");
                        int channel = row.getInt("id");
                        long hold = Math.round(row.getDouble("max_hold_s"));
                        var placed = new Stretch(
                                Sql.micros(row, "valid_from") / SECOND, end == null ? Long.MAX_VALUE : end / SECOND);
                        double[] probe = probe(connection, channel, inProduct ? null : unit, hold, placed, 0, 1);
                        worse(inProduct ? product : air, probe);
                        if (!inProduct) {
                            worse(any, probe);
                            worse(any, probe(connection, channel, unit, hold, placed, FILLED_LAG_S, 1));
                            worse(any, probe(connection, channel, unit, hold, placed, 0, FEW));
                        }
                        return true;
                    },
                    "select c.id, c.senses, c.max_hold_s, p.valid_from, p.valid_to from placement p join channel c on c.id = p.channel_id"
                            + " where p.unit_id = ? and c.quantity = 'temperature'",
                    unit);
            coldest.put(unit, orElse(product[0], air[0]));
            warmest.put(unit, orElse(product[1], air[1]));
            coldestOfAny.put(unit, orElse(product[0], any[0]));
            warmestOfAny.put(unit, orElse(product[1], any[1]));
        }
    }

    private void worse(double[][] both, double[] probe) {
        for (int i = 0; i < seconds; i++) {
            both[0][i] = Double.isNaN(both[0][i]) ? probe[i] : Math.min(both[0][i], orSame(probe[i], both[0][i]));
            both[1][i] = Double.isNaN(both[1][i]) ? probe[i] : Math.max(both[1][i], orSame(probe[i], both[1][i]));
        }
    }

    private double[] orElse(double[] one, double[] other) {
        var out = new double[seconds];
        for (int i = 0; i < seconds; i++) {
            out[i] = Double.isNaN(one[i]) ? other[i] : one[i];
        }
        return out;
    }

    private double[][] unknown() {
        var both = new double[2][seconds];
        Arrays.fill(both[0], Double.NaN);
        Arrays.fill(both[1], Double.NaN);
        return both;
    }

    private static double orSame(double value, double same) {
        return Double.isNaN(value) ? same : value;
    }

    /**
     * What one probe says in each second of one placement.
     *
     * @param lagOf the unit whose lag the product has; null: it is in the product
     * @param atLeast seconds of lag, where there is any
     * @param share of the lag that was said
     */
    private double[] probe(
            Connection connection,
            int channel,
            @Nullable String lagOf,
            long hold,
            Stretch placed,
            double atLeast,
            double share)
            throws SQLException {
        List<Stretch> distrusted = Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "to_time");
                    return new Stretch(
                            Sql.micros(row, "from_time") / SECOND, to == null ? Long.MAX_VALUE : to / SECOND);
                },
                "select from_time, to_time from channel_distrust where channel_id = ?",
                channel);
        var lags = new TreeMap<Long, Double>();
        if (lagOf != null) {
            // Appended to: a later row holds from its time on, whatever was said before of later times.
            Sql.list(
                    connection,
                    row -> {
                        Long from = Sql.microsOrNull(row, "effective_from");
                        long since = from == null ? Long.MIN_VALUE : from / SECOND;
                        lags.tailMap(since, true).clear();
                        double told = row.getDouble("product_lag_s");
                        return lags.put(since, told == 0 ? 0 : Math.max(told * share, atLeast));
                    },
                    "select effective_from, product_lag_s from rule_version where scope = 'unit' and ref = ? order by id",
                    lagOf);
        }
        var out = new double[seconds];
        Arrays.fill(out, Double.NaN);
        var readings = new TreeMap<Long, Double>();
        Sql.list(
                connection,
                row -> readings.put(Sql.micros(row, "time") / SECOND, row.getDouble("value")),
                "select time, value from reading where channel_id = ?",
                channel);
        long lastTime = 0;
        double lastAir = Double.NaN;
        double product = Double.NaN;
        double lastLag = 0;
        for (Map.Entry<Long, Double> reading : readings.entrySet()) {
            long time = reading.getKey();
            double air = reading.getValue();
            if (!placed.has(time) || distrusted.stream().anyMatch(stretch -> stretch.has(time))) {
                continue;
            }
            long last = lastTime;
            boolean cut = distrusted.stream()
                    .anyMatch(stretch ->
                            stretch.from() < stretch.to() && stretch.from() > last && stretch.from() <= time);
            Map.Entry<Long, Double> said = lags.floorEntry(time);
            double lag = said == null ? 0 : said.getValue();
            double gap = time - last - hold;
            if (Double.isNaN(lastAir) || cut || lag == 0 || gap > Math.max(3 * lag, 1800)) {
                product = air;
            } else {
                // The step response of a first-order lag to a ramp, as weights of what was and what is.
                double start = lag == lastLag ? product : lastAir;
                double x = (time - last) / lag;
                double decay = Math.exp(-x);
                double ramp = (1 - decay) / x;
                product = start * decay + lastAir * (ramp - decay) + air * (1 - ramp);
            }
            lastTime = time;
            lastAir = air;
            lastLag = lag;
            Long next = readings.higherKey(time);
            double value = lag == 0 ? air : Math.round(product * 1000) / 1000.0;
            // What comes after it and is trusted writes over it; what is not trusted ends it.
            for (long second = time; second < time + hold && placed.has(second); second++) {
                long now = second;
                if (distrusted.stream().anyMatch(stretch -> stretch.has(now))
                        || (next != null && next <= now && placed.has(next))) {
                    break;
                }
                if (now >= begin && now < begin + seconds) {
                    out[(int) (now - begin)] = value;
                }
            }
        }
        return out;
    }

    /** What goods lived through, who were at a place in each second; null: nobody knows where. */
    Sum sum(Tolerance tolerance, List<@Nullable String> placeAtSecond, int from, int to) {
        var sum = new Sum(tolerance);
        for (int i = from; i < to; i++) {
            String place = placeAtSecond.get(i);
            if (place == null) {
                sum.unknown++;
            } else {
                sum.second(coldest(place, i), warmest(place, i));
                sum.bounds(
                        Objects.requireNonNull(coldestOfAny.get(place))[i],
                        Objects.requireNonNull(warmestOfAny.get(place))[i]);
            }
        }
        return sum;
    }

    double coldest(String place, int second) {
        return Objects.requireNonNull(coldest.get(place))[second];
    }

    double warmest(String place, int second) {
        return Objects.requireNonNull(warmest.get(place))[second];
    }

    /** Adds up seconds, from the definitions. */
    static final class Sum {
        private final Tolerance tolerance;
        long known;
        long unknown;
        long inBand;
        long warm;
        long cold;
        long both;
        double warmDegreeMinutes;
        double coldDegreeMinutes;
        int freezes;
        double shelfLife;
        double kinetic;
        double coldest = Double.POSITIVE_INFINITY;
        double warmest = Double.NEGATIVE_INFINITY;
        final List<Long> allowances = new ArrayList<>();
        final List<Long> certain = new ArrayList<>();
        final List<Long> possible = new ArrayList<>();
        long certainlyFrozen;
        private boolean frozen;

        Sum(Tolerance tolerance) {
            this.tolerance = tolerance;
            tolerance.allowances().forEach(one -> {
                allowances.add(0L);
                certain.add(0L);
                possible.add(0L);
            });
        }

        /** Of goods that were anything from one to the other. */
        private void bounds(double cold, double warm) {
            if (Double.isNaN(cold)) {
                return;
            }
            Double freezing = tolerance.freezesBelowCelsius();
            certainlyFrozen += freezing != null && warm < freezing ? 1 : 0;
            for (int i = 0; i < allowances.size(); i++) {
                Allowance one = tolerance.allowances().get(i);
                double from = one.beyondCelsius();
                Double until = one.untilCelsius();
                boolean heat = one.side() == Allowance.Side.WARM;
                boolean all = heat
                        ? cold > from && (until == null || warm <= until)
                        : warm < from && (until == null || cold >= until);
                boolean any = heat
                        ? warm > from && (until == null || cold <= until)
                        : cold < from && (until == null || warm >= until);
                certain.set(i, certain.get(i) + (all ? 1 : 0));
                possible.set(i, possible.get(i) + (any ? 1 : 0));
            }
        }

        private void second(double cold, double warm) {
            if (Double.isNaN(cold)) {
                unknown++;
                return;
            }
            known++;
            coldest = Math.min(coldest, cold);
            warmest = Math.max(warmest, warm);
            Double max = tolerance.maxCelsius();
            Double min = tolerance.minCelsius();
            boolean tooWarm = max != null && warm > max;
            boolean tooCold = min != null && cold < min;
            this.warm += tooWarm ? 1 : 0;
            this.cold += tooCold ? 1 : 0;
            both += tooWarm && tooCold ? 1 : 0;
            inBand += tooWarm || tooCold ? 0 : 1;
            warmDegreeMinutes += max != null && tooWarm ? (warm - max) / 60 : 0;
            coldDegreeMinutes += min != null && tooCold ? (min - cold) / 60 : 0;
            Double freezing = tolerance.freezesBelowCelsius();
            boolean now = freezing != null && cold < freezing;
            freezes += now && !frozen ? 1 : 0;
            frozen = now;
            kinetic += Math.exp(-10_000 * (1 / (warm + 273.15) - 1 / 293.15));
            ShelfLife life = tolerance.shelfLife();
            shelfLife += switch (life) {
                case null -> 0;
                case ShelfLife.Q10 q10 ->
                    Math.pow(q10.q10(), (warm - q10.labelCelsius()) / 10)
                            / q10.life().toSeconds();
                case ShelfLife.Arrhenius law ->
                    Math.exp(law.activationKilojoulesPerMole()
                                    / 8.314462618e-3
                                    * (1 / (law.labelCelsius() + 273.15) - 1 / (warm + 273.15)))
                            / law.life().toSeconds();
            };
            for (int i = 0; i < allowances.size(); i++) {
                Allowance one = tolerance.allowances().get(i);
                Double until = one.untilCelsius();
                boolean used = one.side() == Allowance.Side.WARM
                        ? warm > one.beyondCelsius() && (until == null || warm <= until)
                        : cold < one.beyondCelsius() && (until == null || cold >= until);
                allowances.set(i, allowances.get(i) + (used ? 1 : 0));
            }
        }
    }
}
