package io.frostproof.alerts.probe;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.probe.Trace.Point;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Looks for signs that a probe came off, behind a temperature above its limit. All of them have to be there:
 *
 * <ul>
 *   <li>a jump: a reading within limits, and no more than {@link #JUMPS_WITHIN} later one at least {@value #JUMP_KELVIN} K higher, four fifths of the way to what it
 *       has shown since. A probe follows a room within minutes; the air of a closed unit follows its contents and walls within hours,
 *   <li>since then for at least {@link #STAYS_FOR} no more than {@value #STAYS_KELVIN} K up and down, at what a room can have: {@value #ROOM_COLDEST} to
 *       {@value #ROOM_WARMEST} °C. No thermostat works on it,
 *   <li>a door contact that was known to be closed during the jump; or another probe of the same sort that lives and is within limits. And no door that stands open now,
 *   <li>no other probe of the unit that is beyond the limit too, or rose with it.
 * </ul>
 *
 * What is missing leaves the temperature as what it says. Stateless.
 */
public final class ProbeEvidence {

    /** Before the beginning of an excursion of the product, which follows the air. */
    public static final Duration LOOKS_BACK = Duration.ofHours(3);
    /** An excursion that is older is judged by people. */
    public static final Duration LOOKS_AT_MOST = Duration.ofHours(6);

    static final double JUMP_KELVIN = 8;
    static final Duration JUMPS_WITHIN = Duration.ofMinutes(15);
    static final Duration STAYS_FOR = Duration.ofMinutes(20);
    static final double STAYS_KELVIN = 3;
    static final double ROOM_COLDEST = 5;
    static final double ROOM_WARMEST = 45;

    private static final double MOST_OF_THE_WAY = 0.8;
    private static final int FEWEST_READINGS = 3;
    /** Another probe that rose by as much has felt something. */
    private static final double ROSE_KELVIN = 3;
    /** Sound probes move by more within hours, if only by their noise. */
    private static final double ALIVE_KELVIN = 0.05;

    private static final double OPEN = 0.5;
    /** Somebody who looks has closed it again by then. */
    private static final Duration STANDS_OPEN_AFTER = Duration.ofMinutes(10);

    private final Trace own;
    private final List<Trace> others;
    private final Condition rule;
    private final long nowMicros;

    private ProbeEvidence(Trace own, List<Trace> others, Condition rule, long nowMicros) {
        this.own = own;
        this.others = others;
        this.rule = rule;
        this.nowMicros = nowMicros;
    }

    /**
     * What speaks for it.
     *
     * @param channelId the probe whose temperature is above its limit
     * @param traces of temperature probes and doors of its unit, from {@link #LOOKS_BACK} before the excursion on
     * @param rule what it breaks
     */
    public static Optional<CameOff> of(int channelId, List<Trace> traces, Condition rule, long nowMicros) {
        if (rule.quantity() != Quantity.TEMPERATURE || !rule.operator().upward()) {
            return Optional.empty();
        }
        return traces.stream()
                .filter(trace -> trace.channelId() == channelId)
                .findFirst()
                .flatMap(own -> new ProbeEvidence(
                                own,
                                traces.stream()
                                        .filter(trace -> trace.channelId() != channelId)
                                        .toList(),
                                rule,
                                nowMicros)
                        .find());
    }

    private Optional<CameOff> find() {
        List<Point> points = own.points();
        for (int before = points.size() - 1; before >= 0; before--) {
            for (int after = before + 1; after < points.size() && within(before, after); after++) {
                if (points.get(after).value() - points.get(before).value() >= JUMP_KELVIN) {
                    // The last jump decides: what is after it has to be quiet.
                    return judged(before, after);
                }
            }
        }
        return Optional.empty();
    }

    private boolean within(int before, int after) {
        return own.points().get(after).micros() - own.points().get(before).micros() <= micros(JUMPS_WITHIN);
    }

    private Optional<CameOff> judged(int before, int after) {
        Point from = own.points().get(before);
        int settled = after;
        while (settled + 1 < own.points().size() && within(before, settled + 1)) {
            settled++;
        }
        Point to = own.points().get(settled);
        List<Point> since = own.points().subList(settled, own.points().size());
        double lowest = since.stream().mapToDouble(Point::value).min().orElseThrow();
        double highest = since.stream().mapToDouble(Point::value).max().orElseThrow();
        double middle = (lowest + highest) / 2;
        boolean stays = highest - lowest <= STAYS_KELVIN
                && since.size() >= FEWEST_READINGS
                && since.getLast().micros() - to.micros() >= micros(STAYS_FOR)
                && own.standsAt(nowMicros);
        boolean jumped =
                !rule.breaches(from.value()) && to.value() - from.value() >= MOST_OF_THE_WAY * (middle - from.value());
        boolean room = middle >= ROOM_COLDEST && middle <= ROOM_WARMEST;
        if (!stays || !jumped || !room || othersWentAlong(from.micros())) {
            return Optional.empty();
        }
        boolean contact = others.stream().anyMatch(trace -> trace.quantity() == Quantity.DOOR);
        Optional<Double> sound = sound();
        boolean closed = contact
                && doorsWereClosed(from.micros(), own.points().get(after).micros());
        if (doorStandsOpen() || (!closed && sound.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new CameOff(
                own.channel(),
                instant(from.micros()),
                from.value(),
                instant(to.micros()),
                middle,
                highest - lowest,
                closed,
                sound.orElse(null)));
    }

    private boolean doorsWereClosed(long fromMicros, long toMicros) {
        return others.stream()
                .filter(trace -> trace.quantity() == Quantity.DOOR)
                .allMatch(door -> known(door.during(fromMicros, toMicros), fromMicros));
    }

    /** Or nobody knows. */
    private boolean doorStandsOpen() {
        return others.stream()
                .filter(trace -> trace.quantity() == Quantity.DOOR)
                .anyMatch(door -> !door.standsAt(nowMicros)
                        || door.during(nowMicros - micros(STANDS_OPEN_AFTER), nowMicros).stream()
                                .noneMatch(point -> point.value() < OPEN));
    }

    private static boolean known(List<Point> during, long fromMicros) {
        return !during.isEmpty()
                && during.getFirst().micros() <= fromMicros
                && during.stream().allMatch(point -> point.value() < OPEN);
    }

    private boolean othersWentAlong(long fromMicros) {
        return others.stream()
                .filter(trace -> trace.quantity() == Quantity.TEMPERATURE && trace.standsAt(nowMicros))
                .anyMatch(trace -> {
                    double newest = trace.points().getLast().value();
                    List<Point> since = trace.during(fromMicros, nowMicros);
                    return rule.breaches(newest) || newest - since.getFirst().value() >= ROSE_KELVIN;
                });
    }

    /** A probe that hangs in the same, lives, and is within limits; the highest of them. */
    private Optional<Double> sound() {
        return others.stream()
                .filter(trace -> trace.quantity() == Quantity.TEMPERATURE
                        && sameSense(trace.senses())
                        && trace.standsAt(nowMicros)
                        && spread(trace) >= ALIVE_KELVIN
                        && !rule.breaches(trace.points().getLast().value()))
                .map(trace -> trace.points().getLast().value())
                .max(Double::compare);
    }

    private boolean sameSense(Sense other) {
        return other == own.senses();
    }

    private static double spread(Trace trace) {
        double lowest = trace.points().stream().mapToDouble(Point::value).min().orElse(0);
        double highest = trace.points().stream().mapToDouble(Point::value).max().orElse(0);
        return highest - lowest;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
