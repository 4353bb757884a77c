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
 * time neither counts towards a delay nor ends a breach, but a gap longer than {@link SlotMonitor#gapLimitMicros} does: what
 * comes after it is a new breach.
 *
 * <p>The outcome depends only on the plan and on the readings in event-time order, never on when they arrived. A reading
 * that is not {@link #inOrder} must not be fed; whoever owns the monitor starts again from an earlier snapshot. Not
 * thread-safe: a lane owns its monitors, and works on a {@link #copy} until its batch is committed.
 */
public final class ChannelMonitor {

    private static final long NEVER = Long.MIN_VALUE;
    private static final int SNAPSHOT_VERSION = 2;
    private static final SlotMonitor[] NO_SLOTS = {};

    private final ChannelPlan plan;
    private ChannelPlan.@Nullable Segment segment;
    /** Those of the segment; an array, since there are as many as channels of a large network. */
    private SlotMonitor[] slots = NO_SLOTS;

    private long lastMicros = NEVER;
    private double lastValue;
    /** Event time from which the channel is unknown, or {@link #NEVER}. */
    private long unknownMicros = NEVER;
    /** Last instant of a segment that has been concluded; nothing may be read before it any more. */
    private long concludedMicros = NEVER;

    public ChannelMonitor(ChannelPlan plan) {
        this.plan = plan;
    }

    /** An independent monitor in the same state. */
    public ChannelMonitor copy() {
        var copy = new ChannelMonitor(plan);
        copy.segment = segment;
        copy.lastMicros = lastMicros;
        copy.lastValue = lastValue;
        copy.unknownMicros = unknownMicros;
        copy.concludedMicros = concludedMicros;
        if (slots.length > 0) {
            copy.slots = new SlotMonitor[slots.length];
            for (int i = 0; i < slots.length; i++) {
                copy.slots[i] = slots[i].copy();
            }
        }
        return copy;
    }

    /** Whether a reading of this time can be fed: it lies after everything this monitor has already concluded from. */
    public boolean inOrder(long timeMicros) {
        return timeMicros > Math.max(lastMicros, Math.max(unknownMicros, concludedMicros));
    }

    /** Event time of the newest reading, or {@link Long#MIN_VALUE} before the first. */
    public long lastMicros() {
        return lastMicros;
    }

    /**
     * Event time after which {@link #silence} has something to conclude: when the standing reading stops to stand, or, once
     * the channel is unknown, when its placement ends. {@link Long#MAX_VALUE} when there is nothing.
     */
    public long standsUntilMicros() {
        if (lastMicros != NEVER && unknownMicros == NEVER) {
            return lastMicros + plan.maxHoldMicros();
        }
        return segment == null ? Long.MAX_VALUE : segment.toMicros();
    }

    /**
     * Takes the next reading.
     *
     * @param value canonical unit, finite
     * @param out receives the transitions that follow from it, in event-time order per slot
     * @throws IllegalStateException if the reading is not {@link #inOrder}
     */
    public void accept(long timeMicros, double value, Consumer<Transition> out) {
        if (!inOrder(timeMicros)) {
            throw new IllegalStateException("reading at " + timeMicros + " us is not after "
                    + Math.max(lastMicros, Math.max(unknownMicros, concludedMicros)) + " us");
        }
        passTime(timeMicros, out);
        if (unknownMicros != NEVER && segment != null) {
            out.accept(new Transition(
                    Transition.DATA, segment.unit(), Transition.Kind.KNOWN, null, timeMicros, unknownMicros, value));
        }
        unknownMicros = NEVER;
        enterSegment(timeMicros);
        if (segment != null) {
            for (SlotMonitor slot : slots) {
                slot.read(segment.unit(), timeMicros, value, out);
            }
        }
        lastMicros = timeMicros;
        lastValue = value;
    }

    /**
     * Tells that no reading up to {@code nowMicros} exists (silence): whatever the standing reading proves until it stops to
     * stand is concluded, and the channel becomes unknown if that time is over; a placement that ended by then is over too.
     * Until {@link #standsUntilMicros} there is nothing to conclude: a reading that stands may still be followed by another.
     */
    public void silence(long nowMicros, Consumer<Transition> out) {
        if (nowMicros > standsUntilMicros()) {
            passTime(nowMicros, out);
        }
    }

    /** Lets the standing reading stand up to {@code timeMicros}, through the end of its segment and of its hold. */
    private void passTime(long timeMicros, Consumer<Transition> out) {
        if (lastMicros == NEVER || unknownMicros != NEVER) {
            leaveSegment(timeMicros, out);
            return;
        }
        long standsUntil = lastMicros + plan.maxHoldMicros();
        ChannelPlan.Segment current = segment;
        if (current != null) {
            long provenUntil = Math.min(Math.min(timeMicros, standsUntil), current.toMicros());
            for (SlotMonitor slot : slots) {
                slot.stand(current.unit(), lastMicros, provenUntil, out);
            }
        }
        leaveSegment(Math.min(timeMicros, standsUntil), out);
        if (timeMicros > standsUntil) {
            unknownMicros = standsUntil;
            if (segment != null) {
                out.accept(new Transition(
                        Transition.DATA,
                        segment.unit(),
                        Transition.Kind.UNKNOWN,
                        null,
                        standsUntil,
                        lastMicros,
                        lastValue));
                for (SlotMonitor slot : slots) {
                    slot.becomeUnknown(segment.unit(), standsUntil, out);
                }
            }
            leaveSegment(timeMicros, out);
        }
    }

    private void leaveSegment(long timeMicros, Consumer<Transition> out) {
        if (segment != null && timeMicros >= segment.toMicros()) {
            for (SlotMonitor slot : slots) {
                slot.endOfPlacement(segment.unit(), segment.toMicros(), out);
            }
            // Silence may tell of this end before a late reading of the same placement comes.
            concludedMicros = segment.toMicros() - 1;
            segment = null;
            slots = NO_SLOTS;
        }
    }

    private void enterSegment(long timeMicros) {
        if (segment == null) {
            segment = plan.at(timeMicros);
            if (segment != null) {
                slots = segment.slots().stream().map(SlotMonitor::new).toArray(SlotMonitor[]::new);
            }
        }
    }

    /** Writes the state, without the plan. */
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(SNAPSHOT_VERSION);
        out.writeLong(lastMicros);
        out.writeDouble(lastValue);
        out.writeLong(unknownMicros);
        out.writeLong(concludedMicros);
        out.writeBoolean(segment != null);
        if (segment != null) {
            out.writeUTF(segment.unit());
            out.writeShort(slots.length);
            for (SlotMonitor slot : slots) {
                slot.write(out);
            }
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
        monitor.concludedMicros = in.readLong();
        if (in.readBoolean()) {
            String unit = in.readUTF();
            monitor.enterSegment(monitor.lastMicros);
            ChannelPlan.Segment now = monitor.segment;
            int count = in.readUnsignedShort();
            for (int i = 0; i < count; i++) {
                SlotMonitor.read(in, now != null && now.unit().equals(unit) ? monitor.slots : NO_SLOTS);
            }
        }
        return monitor;
    }
}
