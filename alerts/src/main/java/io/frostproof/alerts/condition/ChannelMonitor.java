package io.frostproof.alerts.condition;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one channel, moved forward through event time by its readings.
 *
 * <p>A reading stands until the next one, or until the channel's maximum hold is over; then the channel is unknown. Unknown
 * time neither counts towards a delay nor ends a breach, but a gap longer than the delay, and than half an hour, does: what
 * comes after it is a new breach. What each condition compares is its {@link Measure} at each reading, which stands as long.
 *
 * <p>Where the rules of a unit change, the standing reading goes on to stand: conditions that are the same on both sides go on, others end there
 * or begin there.
 *
 * <p>The outcome depends only on the plan and on the readings in event-time order, never on when they arrived or when silence was told. A
 * reading that is not {@link #inOrder} must not be fed; whoever owns the monitor starts again from an earlier snapshot. Not
 * thread-safe: a lane owns its monitors, and works on a {@link #copy} until its batch is committed.
 */
public final class ChannelMonitor {

    private static final long NEVER = LevelTimer.NEVER;
    private static final int SNAPSHOT_VERSION = 4;

    private final ChannelPlan plan;
    private ChannelPlan.@Nullable Segment segment;
    /** What watches in the segment. */
    private Layout layout = Layout.NONE;
    /** What is remembered for that; an array, since there are as many as channels of a large network. */
    private long[] cells = Layout.NO_CELLS;

    private long lastMicros = NEVER;
    private double lastValue;
    /** Event time from which the channel is unknown, or {@link #NEVER}. */
    private long unknownMicros = NEVER;
    /** Up to where time has been counted and everything has been concluded; nothing may be read before it any more. */
    private long atMicros = NEVER;

    public ChannelMonitor(ChannelPlan plan) {
        this.plan = plan;
    }

    /** An independent monitor in the same state. */
    public ChannelMonitor copy() {
        var copy = new ChannelMonitor(plan);
        copy.segment = segment;
        copy.layout = layout;
        copy.cells = cells.length == 0 ? cells : cells.clone();
        copy.lastMicros = lastMicros;
        copy.lastValue = lastValue;
        copy.unknownMicros = unknownMicros;
        copy.atMicros = atMicros;
        return copy;
    }

    /** Whether a reading of this time can be fed: it lies after everything this monitor has already concluded from. */
    public boolean inOrder(long timeMicros) {
        return timeMicros > lastMicros && timeMicros > unknownMicros && timeMicros >= atMicros;
    }

    /** Event time of the newest reading, or {@link Long#MIN_VALUE} before the first. */
    public long lastMicros() {
        return lastMicros;
    }

    /**
     * Event time after which {@link #silence} has something to conclude: when the standing reading stops to stand, or, once
     * the channel is unknown, when a delay of missing data runs out, when the period or the window of what holds ends, or when its placement
     * does. {@link Long#MAX_VALUE} when there is nothing.
     */
    public long standsUntilMicros() {
        if (lastMicros != NEVER && unknownMicros == NEVER) {
            return lastMicros + plan.maxHoldMicros();
        }
        return segment == null ? Long.MAX_VALUE : Math.min(segment.toMicros(), layout.happensAt(cells, atMicros, true));
    }

    /**
     * Takes the next reading.
     *
     * @param value canonical unit, finite
     * @param out receives the transitions that follow from it, in event-time order
     * @throws IllegalStateException if the reading is not {@link #inOrder}
     */
    public void accept(long timeMicros, double value, Consumer<Transition> out) {
        if (!inOrder(timeMicros)) {
            throw new IllegalStateException("reading at " + timeMicros + " us is not after "
                    + Math.max(lastMicros, Math.max(unknownMicros, atMicros - 1)) + " us");
        }
        passTime(timeMicros, out);
        ChannelPlan.Segment current = segment;
        if (current == null) {
            current = enterSegment(timeMicros);
        } else {
            countTo(timeMicros);
            if (unknownMicros == NEVER) {
                layout.stood(cells, standsFromMicros(current), timeMicros, lastValue);
            } else {
                out.accept(new Transition(
                        Transition.DATA,
                        current.unit(),
                        Transition.Kind.KNOWN,
                        null,
                        timeMicros,
                        unknownMicros,
                        value));
            }
        }
        if (current != null) {
            layout.read(cells, current.unit(), timeMicros, value, lastMicros, lastValue, unknownMicros, out);
        }
        unknownMicros = NEVER;
        lastMicros = timeMicros;
        lastValue = value;
        atMicros = timeMicros;
    }

    /**
     * Tells that no reading up to {@code nowMicros} exists (silence): whatever the standing reading proves until it stops to
     * stand is concluded, and the channel becomes unknown if that time is over; so is what follows from that and from the end of its placement by
     * then. Until {@link #standsUntilMicros} there is nothing to conclude: a reading that stands may still be followed by another.
     */
    public void silence(long nowMicros, Consumer<Transition> out) {
        if (nowMicros > standsUntilMicros()) {
            passTime(nowMicros, out);
        }
    }

    /**
     * Nothing is known from an instant on, however long the reading would stand.
     *
     * @param timeMicros not before anything that was concluded from
     */
    public void unknown(long timeMicros, Consumer<Transition> out) {
        passTime(timeMicros, out);
        if (lastMicros != NEVER && unknownMicros == NEVER) {
            becomeUnknown(segment, timeMicros, out);
        }
    }

    /** What stands is known to stand until an instant: concludes what happens until then. A reading of that instant or later may follow. */
    public void stands(long untilMicros, Consumer<Transition> out) {
        passTime(untilMicros, out);
    }

    /**
     * Event time at which something happens if the standing reading goes on to stand, such as a delay that runs out, or the end of its
     * placement; {@link Long#MAX_VALUE} when
     * nothing does before it stops to stand. {@link #stands} concludes it, so that people need not wait for the next reading to be told.
     */
    public long elapsesMicros() {
        ChannelPlan.Segment current = segment;
        if (current == null || lastMicros == NEVER || unknownMicros != NEVER) {
            return Long.MAX_VALUE;
        }
        long happens = Math.min(layout.happensAt(cells, atMicros, false), current.toMicros());
        return happens <= lastMicros + plan.maxHoldMicros() ? happens : Long.MAX_VALUE;
    }

    /** Event time up to which the newest reading was told to stand, at least its own; {@link Long#MIN_VALUE} when nothing is known. */
    public long stoodUntilMicros() {
        return unknownMicros == NEVER ? Math.max(lastMicros, atMicros) : NEVER;
    }

    /** Event time up to which it was concluded that nothing was read since the newest reading; {@link Long#MIN_VALUE} while that stands. */
    public long silentUntilMicros() {
        return unknownMicros == NEVER ? NEVER : atMicros;
    }

    /** Whether readings are missing for longer than a condition tolerates. */
    public boolean missing() {
        return unknownMicros != NEVER && segment != null && layout.missing(cells);
    }

    /** When something happens if what is now goes on; {@link Long#MAX_VALUE} for never. */
    public long happensMicros() {
        return segment == null ? Long.MAX_VALUE : layout.happensAt(cells, atMicros, unknownMicros != NEVER);
    }

    /** Concludes all that happens up to an instant, and counts time up to the last thing that did. */
    private void passTime(long timeMicros, Consumer<Transition> out) {
        while (lastMicros != NEVER) {
            boolean unknown = unknownMicros != NEVER;
            long holdEnd = unknown ? Long.MAX_VALUE : lastMicros + plan.maxHoldMicros();
            ChannelPlan.Segment current = segment;
            long segmentEnd = current == null ? Long.MAX_VALUE : current.toMicros();
            long happens = current == null ? Long.MAX_VALUE : layout.happensAt(cells, atMicros, unknown);
            long next = Math.min(happens, segmentEnd);
            if (current != null && next <= Math.min(timeMicros, holdEnd)) {
                countTo(next);
                if (happens <= segmentEnd) {
                    layout.happen(cells, current.unit(), next, unknownMicros, out);
                } else {
                    leaveSegment(current, out);
                }
            } else if (timeMicros > holdEnd) {
                becomeUnknown(current, holdEnd, out);
            } else {
                return;
            }
        }
    }

    private void countTo(long timeMicros) {
        layout.count(cells, timeMicros, timeMicros - atMicros, unknownMicros != NEVER);
        atMicros = timeMicros;
    }

    /** From when on the standing reading stands for what the gauges of the segment have not been told yet. */
    private long standsFromMicros(ChannelPlan.Segment current) {
        return Math.max(lastMicros, current.fromMicros());
    }

    private void becomeUnknown(ChannelPlan.@Nullable Segment current, long timeMicros, Consumer<Transition> out) {
        if (current != null) {
            countTo(timeMicros);
            layout.stood(cells, standsFromMicros(current), timeMicros, lastValue);
        }
        unknownMicros = timeMicros;
        atMicros = timeMicros;
        if (current != null) {
            out.accept(new Transition(
                    Transition.DATA, current.unit(), Transition.Kind.UNKNOWN, null, timeMicros, lastMicros, lastValue));
            layout.becomeUnknown(cells, current.unit(), timeMicros, out);
        }
    }

    /** At its end, up to which time has been counted. Silence may tell of this end before a late reading of the same placement comes. */
    private void leaveSegment(ChannelPlan.Segment current, Consumer<Transition> out) {
        long end = current.toMicros();
        boolean unknown = unknownMicros != NEVER;
        ChannelPlan.Segment next = plan.at(end);
        if (next != null && next.unit().equals(current.unit())) {
            if (!unknown) {
                layout.stood(cells, standsFromMicros(current), end, lastValue);
            }
            Layout after = Layout.of(next);
            cells = after.takeOver(layout, cells, next.unit(), end, lastValue, unknown, out);
            segment = next;
            layout = after;
        } else {
            layout.end(cells, current.unit(), end, out);
            segment = null;
            layout = Layout.NONE;
            cells = Layout.NO_CELLS;
        }
    }

    private ChannelPlan.@Nullable Segment enterSegment(long timeMicros) {
        ChannelPlan.Segment entered = plan.at(timeMicros);
        if (entered != null) {
            segment = entered;
            layout = Layout.of(entered);
            cells = layout.fresh();
        }
        return entered;
    }

    /** Writes the state, without the plan. */
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(SNAPSHOT_VERSION);
        out.writeLong(lastMicros);
        out.writeDouble(lastValue);
        out.writeLong(unknownMicros);
        out.writeLong(atMicros);
        ChannelPlan.Segment current = segment;
        out.writeBoolean(current != null);
        if (current != null) {
            out.writeUTF(current.unit());
            layout.write(cells, out);
        }
    }

    /**
     * The monitor that {@link #write} described, under a plan that may have changed since: a slot whose rules are no longer
     * the same starts afresh, so a changed rule takes effect from here on and rewrites nothing before.
     *
     * @throws IOException if the bytes are not a snapshot of a known version
     */
    public static ChannelMonitor read(ChannelPlan plan, DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != SNAPSHOT_VERSION) {
            throw new IOException("snapshot version " + version + ", expected " + SNAPSHOT_VERSION);
        }
        var monitor = new ChannelMonitor(plan);
        monitor.lastMicros = in.readLong();
        monitor.lastValue = in.readDouble();
        monitor.unknownMicros = in.readLong();
        monitor.atMicros = in.readLong();
        if (in.readBoolean()) {
            String unit = in.readUTF();
            ChannelPlan.Segment now = monitor.enterSegment(monitor.atMicros);
            monitor.cells = monitor.layout.read(in, now != null && now.unit().equals(unit));
        }
        return monitor;
    }
}
