package io.frostproof.alerts.condition;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What watches a channel by the rules of a segment, and where in the cells of the channel's state each part of it keeps what it remembers: first
 * the gauges, one for each distinct measure, then the slots. Shared by all channels with equal rules, so that a channel is little more than
 * its cells. Immutable, thread-safe.
 */
final class Layout {

    static final Layout NONE = new Layout(new Rules(List.of(), Traits.PLAIN));
    static final long[] NO_CELLS = {};

    private static final Map<Rules, WeakReference<Layout>> SHARED = new WeakHashMap<>();

    /** Held here and nowhere else, so that the layout can go when no channel has it any more. */
    private final Rules rules;

    private final Gauge[] gauges;
    private final SlotMonitor[] slots;
    private final Reporter[] reporters;
    private final long[] template;

    private record Rules(List<SlotRules> slots, Traits traits) {}

    private Layout(Rules rules) {
        this.rules = rules;
        Map<String, Gauge> byText = new LinkedHashMap<>();
        List<SlotMonitor> monitors = new ArrayList<>();
        int next = 0;
        var gaugesOf = new ArrayList<List<Gauge>>();
        List<SlotRules> watching = rules.slots().stream()
                .filter(slot -> !(slot.levels().getFirst().measure() instanceof Measure.Disagreement))
                .toList();
        for (SlotRules slot : watching) {
            var of = new ArrayList<Gauge>();
            for (Condition condition : slot.levels()) {
                Gauge gauge = Gauge.of(condition.measure(), rules.traits(), next);
                Gauge same = byText.putIfAbsent(gauge.text(), gauge);
                next += same == null ? gauge.cells() : 0;
                of.add(same == null ? gauge : same);
            }
            gaugesOf.add(of);
        }
        for (int i = 0; i < gaugesOf.size(); i++) {
            var monitor = new SlotMonitor(watching.get(i), gaugesOf.get(i), rules.traits(), next);
            monitors.add(monitor);
            next += monitor.cells();
        }
        var means = new ArrayList<Reporter>();
        for (SlotRules slot : rules.slots()) {
            if (slot.levels().getFirst().measure() instanceof Measure.Disagreement mean) {
                var reporter = new Reporter(slot, mean, next);
                means.add(reporter);
                next += reporter.cells();
            }
        }
        reporters = means.toArray(Reporter[]::new);
        gauges = byText.values().toArray(Gauge[]::new);
        slots = monitors.toArray(SlotMonitor[]::new);
        template = new long[next];
        for (Gauge gauge : gauges) {
            gauge.clear(template);
        }
        for (SlotMonitor slot : slots) {
            slot.clear(template);
        }
        for (Reporter reporter : reporters) {
            reporter.clear(template);
        }
    }

    static Layout of(ChannelPlan.Segment segment) {
        var rules = new Rules(segment.slots(), segment.traits());
        synchronized (SHARED) {
            WeakReference<Layout> known = SHARED.get(rules);
            Layout shared = known == null ? null : known.get();
            if (shared == null) {
                shared = new Layout(rules);
                SHARED.remove(rules); // the key that a layout holds has to be the one that is kept
                SHARED.put(shared.rules, new WeakReference<>(shared));
            }
            return shared;
        }
    }

    /** The cells of a channel without readings. */
    long[] fresh() {
        return template.length == 0 ? NO_CELLS : template.clone();
    }

    /** Whether time without readings holds a slot. */
    boolean missing(long[] cells) {
        for (SlotMonitor slot : slots) {
            if (slot.missing(cells)) {
                return true;
            }
        }
        return false;
    }

    /** When something happens if nothing is read before, see {@link LevelTimer#happensAt}. */
    long happensAt(long[] cells, long atMicros, boolean channelUnknown) {
        long next = Long.MAX_VALUE;
        for (SlotMonitor slot : slots) {
            next = Math.min(next, slot.happensAt(cells, atMicros, channelUnknown));
        }
        for (Reporter reporter : reporters) {
            next = Math.min(next, reporter.happensAt(cells));
        }
        return next;
    }

    /** Lets time pass up to an instant, in which nothing is due and nothing is read. */
    void count(long[] cells, long toMicros, long micros, boolean channelUnknown) {
        for (SlotMonitor slot : slots) {
            slot.count(cells, micros, channelUnknown);
        }
        for (Reporter reporter : reporters) {
            reporter.count(cells, toMicros, micros, channelUnknown);
        }
    }

    /** What is due at an instant up to which time has been counted. */
    void happen(long[] cells, String unit, long timeMicros, long unknownMicros, Consumer<Transition> out) {
        for (Gauge gauge : gauges) {
            gauge.roll(cells, timeMicros);
        }
        for (SlotMonitor slot : slots) {
            slot.happen(cells, unit, timeMicros, unknownMicros, out);
        }
        for (Reporter reporter : reporters) {
            reporter.happen(cells, unit, timeMicros, unknownMicros != LevelTimer.NEVER, out);
        }
    }

    /** A reading has stood for a while, which ends now. */
    void stood(long[] cells, long fromMicros, long toMicros, double reading) {
        for (Gauge gauge : gauges) {
            gauge.stood(cells, fromMicros, toMicros, reading);
        }
    }

    /**
     * Takes a reading.
     *
     * @param unknownMicros since when the channel was unknown, or {@link LevelTimer#NEVER}
     */
    void read(
            long[] cells,
            String unit,
            long timeMicros,
            double reading,
            long lastMicros,
            double lastReading,
            long unknownMicros,
            Consumer<Transition> out) {
        long gap = unknownMicros == LevelTimer.NEVER ? 0 : timeMicros - unknownMicros;
        for (Gauge gauge : gauges) {
            gauge.setValue(cells, gauge.read(cells, timeMicros, reading, lastMicros, lastReading, gap));
        }
        for (SlotMonitor slot : slots) {
            slot.read(cells, unit, timeMicros, unknownMicros, out);
        }
        for (Reporter reporter : reporters) {
            reporter.read(cells, timeMicros, reading);
        }
        for (Gauge gauge : gauges) {
            gauge.settle(cells, timeMicros);
        }
    }

    /** No reading stands any more. */
    void becomeUnknown(long[] cells, String unit, long timeMicros, Consumer<Transition> out) {
        for (SlotMonitor slot : slots) {
            slot.tellThatNothingStands(cells, unit, timeMicros, out);
        }
        for (Gauge gauge : gauges) {
            gauge.becomeUnknown(cells, timeMicros);
        }
        for (SlotMonitor slot : slots) {
            slot.beginMissing(cells, unit, timeMicros, out);
        }
    }

    /** Ends all that holds. */
    void end(long[] cells, String unit, long timeMicros, Consumer<Transition> out) {
        for (SlotMonitor slot : slots) {
            slot.end(cells, unit, timeMicros, out);
        }
    }

    /**
     * The cells by which a channel goes on under this layout in the same unit. Measures and slots that are in both go on as they are; other slots end,
     * and new ones begin from what stands.
     *
     * @param reading what stands; meaningless when {@code channelUnknown}
     */
    long[] takeOver(
            Layout before,
            long[] cells,
            String unit,
            long timeMicros,
            double reading,
            boolean channelUnknown,
            Consumer<Transition> out) {
        if (before == this) {
            return cells;
        }
        long[] now = fresh();
        for (Gauge gauge : gauges) {
            Gauge same = before.gauge(gauge.text());
            if (same != null) {
                System.arraycopy(cells, same.offset(), now, gauge.offset(), gauge.cells());
            } else if (!channelUnknown) {
                gauge.setValue(now, gauge.read(now, timeMicros, reading, timeMicros, reading, 0));
                gauge.settle(now, timeMicros);
            }
        }
        for (SlotMonitor slot : before.slots) {
            SlotMonitor same = slot(slot.text());
            if (same != null) {
                System.arraycopy(cells, slot.offset(), now, same.offset(), slot.cells());
            } else {
                slot.end(cells, unit, timeMicros, out);
            }
        }
        for (SlotMonitor slot : slots) {
            if (before.slot(slot.text()) == null) {
                slot.begin(now, unit, timeMicros, channelUnknown, out);
            }
        }
        for (Reporter reporter : reporters) {
            Reporter same = before.reporter(reporter.text());
            if (same != null) {
                System.arraycopy(cells, same.offset(), now, reporter.offset(), reporter.cells());
            } else if (!channelUnknown) {
                reporter.read(now, timeMicros, reading);
            }
        }
        return now;
    }

    private @Nullable Reporter reporter(String text) {
        for (Reporter reporter : reporters) {
            if (reporter.text().equals(text)) {
                return reporter;
            }
        }
        return null;
    }

    private @Nullable Gauge gauge(String text) {
        for (Gauge gauge : gauges) {
            if (gauge.text().equals(text)) {
                return gauge;
            }
        }
        return null;
    }

    private @Nullable SlotMonitor slot(String text) {
        for (SlotMonitor slot : slots) {
            if (slot.text().equals(text)) {
                return slot;
            }
        }
        return null;
    }

    void write(long[] cells, DataOutputStream out) throws IOException {
        out.writeShort(gauges.length + slots.length + reporters.length);
        for (Gauge gauge : gauges) {
            write(cells, gauge.text(), gauge.offset(), gauge.cells(), out);
        }
        for (SlotMonitor slot : slots) {
            write(cells, slot.text(), slot.offset(), slot.cells(), out);
        }
        for (Reporter reporter : reporters) {
            write(cells, reporter.text(), reporter.offset(), reporter.cells(), out);
        }
    }

    private static void write(long[] cells, String text, int offset, int count, DataOutputStream out)
            throws IOException {
        // Hash codes of enums do not last beyond a restart; that of a text does.
        out.writeInt(text.hashCode());
        out.writeShort(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(cells[offset + i]);
        }
    }

    /**
     * Cells as {@link #write} wrote them, perhaps under another layout: parts with other rules are as without readings.
     *
     * @param mine false when they are of another unit, and only to be read over
     */
    long[] read(DataInputStream in, boolean mine) throws IOException {
        long[] cells = fresh();
        int parts = in.readUnsignedShort();
        for (int i = 0; i < parts; i++) {
            int hash = in.readInt();
            int count = in.readUnsignedShort();
            int offset = mine ? offset(hash, count) : -1;
            for (int j = 0; j < count; j++) {
                long cell = in.readLong();
                if (offset >= 0) {
                    cells[offset + j] = cell;
                }
            }
        }
        return cells;
    }

    private int offset(int hash, int count) {
        for (Gauge gauge : gauges) {
            if (gauge.text().hashCode() == hash && gauge.cells() == count) {
                return gauge.offset();
            }
        }
        for (SlotMonitor slot : slots) {
            if (slot.text().hashCode() == hash && slot.cells() == count) {
                return slot.offset();
            }
        }
        for (Reporter reporter : reporters) {
            if (reporter.text().hashCode() == hash && reporter.cells() == count) {
                return reporter.offset();
            }
        }
        return -1;
    }
}
