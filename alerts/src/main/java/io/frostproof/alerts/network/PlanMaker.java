package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Traits;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the segments of channels out of placements and rules. A segment ends where its placement does, where the rules of the unit change for this
 * quantity, where a probe in the product comes or goes, and where the lag of the probe itself changes. What is equal is one object for all channels. For one thread.
 */
public final class PlanMaker {

    private static final UnitRules.Stretch UNWATCHED =
            new UnitRules.Stretch(RuleVersion.FROM_THE_BEGINNING, Duration.ZERO, List.of());

    private final IdentityHashMap<UnitRules.Stretch, Map<SlotsOf, List<SlotRules>>> slots = new IdentityHashMap<>();
    /** Stretches may say the same of one quantity. */
    private final Map<List<SlotRules>, List<SlotRules>> same = new HashMap<>();

    private final Map<Traits, Traits> traits = new HashMap<>();

    /** What channels tell the desk of their states. */
    private final List<Condition> hidden;

    private record SlotsOf(Quantity quantity, boolean withProduct, boolean withMeans) {}

    /** Without rules that take more than one channel. */
    public PlanMaker() {
        this(List.of());
    }

    /** @param rules all there are: of some, every channel of a quantity has to tell its state */
    public PlanMaker(Collection<Condition> rules) {
        hidden = HiddenSlots.states(rules);
    }

    /** Event time [from, to) in which some probe is in the product of a unit. */
    public record ProductProbe(long fromMicros, long toMicros) {
        boolean at(long micros) {
            return micros >= fromMicros && micros < toMicros;
        }

        /** Without the time for which nobody trusts it: then the air has to tell again. */
        public List<ProductProbe> without(List<Span> distrusted) {
            return new Span(fromMicros, toMicros)
                    .without(distrusted).stream()
                            .map(span -> new ProductProbe(span.fromMicros(), span.toMicros()))
                            .toList();
        }
    }

    /**
     * A channel in a unit.
     *
     * @param fromMicros inclusive
     * @param toMicros exclusive
     * @param compared whether there is another probe of the unit that senses the same, with which it may be compared
     * @param probeLag time constant with which the probe follows what it is in
     */
    public record Placed(
            String unit,
            long fromMicros,
            long toMicros,
            Quantity quantity,
            Sense senses,
            boolean compared,
            Duration probeLag) {

        /** With a probe that follows at once. */
        public Placed(String unit, long fromMicros, long toMicros, Quantity quantity, Sense senses, boolean compared) {
            this(unit, fromMicros, toMicros, quantity, senses, compared, Duration.ZERO);
        }

        /** Alone. */
        public Placed(String unit, long fromMicros, long toMicros, Quantity quantity, Sense senses) {
            this(unit, fromMicros, toMicros, quantity, senses, false);
        }

        private Placed over(Span span, Duration lag) {
            return new Placed(unit, span.fromMicros(), span.toMicros(), quantity, senses, compared, lag);
        }

        /**
         * Cut where the lag of its probe changes.
         *
         * @param lags in force, in the order of time; before the first of them the probe follows as it does here
         */
        public List<Placed> following(List<ProbeLag> lags) {
            var parts = new ArrayList<Placed>();
            Placed rest = this;
            for (ProbeLag next : lags) {
                long from = Math.max(rest.fromMicros, next.fromMicros());
                if (from >= toMicros) {
                    break;
                }
                if (next.lag().equals(rest.probeLag)) {
                    continue;
                }
                if (from > rest.fromMicros) {
                    parts.add(rest.over(new Span(rest.fromMicros, from), rest.probeLag));
                }
                rest = rest.over(new Span(from, toMicros), next.lag());
            }
            parts.add(rest);
            return List.copyOf(parts);
        }

        /**
         * Without the time for which nobody trusts its readings. They are kept and conclude nothing: what held before ends where that time
         * begins, and after it everything begins anew.
         */
        public List<Placed> without(List<Span> distrusted) {
            return distrusted.isEmpty()
                    ? List.of(this)
                    : new Span(fromMicros, toMicros)
                            .without(distrusted).stream()
                                    .map(span -> over(span, probeLag))
                                    .toList();
        }
    }

    /**
     * The segments of one placement, in time order and without a gap.
     *
     * @param probes of the unit, in its product; conditions on the product's temperature are theirs, and no channel in the air has them while
     *     such a probe is there
     */
    public List<ChannelPlan.Segment> segments(Placed placed, UnitRules rules, List<ProductProbe> probes, ZoneId zone) {
        boolean air = placed.quantity() == Quantity.TEMPERATURE && placed.senses() == Sense.AIR;
        if (rules.stretches().size() <= 1 && (!air || probes.isEmpty())) {
            UnitRules.Stretch only = rules.at(placed.fromMicros());
            if (only != null || rules.stretches().isEmpty()) {
                return List.of(piece(
                        placed, placed.fromMicros(), placed.toMicros(), only == null ? UNWATCHED : only, true, zone));
            }
        }
        var cuts = new TreeSet<Long>();
        cuts.add(placed.fromMicros());
        rules.stretches().forEach(stretch -> cut(cuts, placed, stretch.fromMicros()));
        if (air) {
            probes.forEach(probe -> {
                cut(cuts, placed, probe.fromMicros());
                cut(cuts, placed, probe.toMicros());
            });
        }
        var segments = new ArrayList<ChannelPlan.Segment>();
        for (long from : cuts) {
            Long next = cuts.higher(from);
            UnitRules.Stretch stretch = rules.at(from);
            boolean withProduct = !air || probes.stream().noneMatch(probe -> probe.at(from));
            ChannelPlan.Segment piece = piece(
                    placed,
                    from,
                    next == null ? placed.toMicros() : next,
                    stretch == null ? UNWATCHED : stretch,
                    withProduct,
                    zone);
            ChannelPlan.Segment last = segments.isEmpty() ? null : segments.getLast();
            if (last != null
                    && last.slots().equals(piece.slots())
                    && last.traits().equals(piece.traits())) {
                segments.set(
                        segments.size() - 1,
                        new ChannelPlan.Segment(
                                last.unit(), last.fromMicros(), piece.toMicros(), last.slots(), last.traits()));
            } else {
                segments.add(piece);
            }
        }
        return segments;
    }

    private static void cut(Set<Long> cuts, Placed placed, long micros) {
        if (micros > placed.fromMicros() && micros < placed.toMicros()) {
            cuts.add(micros);
        }
    }

    private ChannelPlan.Segment piece(
            Placed placed, long from, long to, UnitRules.Stretch stretch, boolean withProduct, ZoneId zone) {
        boolean temperature = placed.quantity() == Quantity.TEMPERATURE;
        var own = new Traits(
                temperature && placed.senses() == Sense.AIR ? stretch.productLag() : Duration.ZERO,
                temperature ? placed.probeLag() : Duration.ZERO,
                zone);
        return new ChannelPlan.Segment(
                placed.unit(),
                from,
                to,
                slots(stretch, placed, withProduct),
                traits.computeIfAbsent(own, first -> first));
    }

    private List<SlotRules> slots(UnitRules.Stretch stretch, Placed placed, boolean withProduct) {
        Quantity quantity = placed.quantity();
        boolean withMeans = placed.compared() && quantity == Quantity.TEMPERATURE;
        return slots.computeIfAbsent(stretch, of -> new HashMap<>())
                .computeIfAbsent(new SlotsOf(quantity, withProduct, withMeans), of -> {
                    List<Condition> watched = new ArrayList<>();
                    stretch.conditions().stream()
                            .filter(condition -> condition.quantity() == quantity
                                    && !condition.measure().atDesk()
                                    && (withProduct || !(condition.measure() instanceof Measure.Product)))
                            .forEach(watched::add);
                    hidden.stream()
                            .filter(condition -> condition.quantity() == quantity)
                            .forEach(watched::add);
                    if (withMeans) {
                        watched.addAll(HiddenSlots.means(stretch.conditions()));
                    }
                    return same.computeIfAbsent(SlotRules.group(watched), first -> first);
                });
    }
}
