package io.frostproof.alerts.condition;

import io.frostproof.alerts.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The slots in which channels tell the desk what it needs of them. Nobody else is told of these, and no excursion is made of them. */
public final class HiddenSlots {

    private static final String PREFIX = ".";

    private HiddenSlots() {}

    /** Whether people never see this slot. */
    public static boolean hidden(String slot) {
        return slot.startsWith(PREFIX);
    }

    /** A state that lasts: {@code .mains<1}. */
    public static String state(Quantity quantity, Operator operator, double threshold) {
        return PREFIX
                + quantity.id()
                + operator.symbol()
                + BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString();
    }

    /** Means of a window: {@code .mean-900s}. */
    public static String mean(Duration window) {
        return PREFIX + "mean-" + window.toSeconds() + "s";
    }

    /**
     * What every channel of a quantity has to tell of its state, by rules that may be those of another unit. State changes are few, so they are told in
     * the whole network as soon as one rule asks.
     */
    public static List<Condition> states(Collection<Condition> rules) {
        Map<String, Condition> bySlot = new LinkedHashMap<>();
        for (Condition rule : rules) {
            if (rule.measure() instanceof Measure.While other) {
                add(bySlot, rule.quantity(), rule.operator(), rule.threshold());
                add(bySlot, other.quantity(), other.operator(), other.threshold());
            }
        }
        return List.copyOf(bySlot.values());
    }

    private static void add(Map<String, Condition> bySlot, Quantity quantity, Operator operator, double threshold) {
        String slot = state(quantity, operator, threshold);
        bySlot.put(slot, new Condition(slot, Level.WARNING, quantity, operator, threshold, Duration.ZERO, 0));
    }

    /** What the probes of a unit have to tell of their means, by its rules. */
    public static List<Condition> means(Collection<Condition> rules) {
        return rules.stream()
                .map(Condition::measure)
                .filter(Measure.Disagreement.class::isInstance)
                .distinct()
                .map(measure -> new Condition(
                        mean(((Measure.Disagreement) measure).window()),
                        Level.WARNING,
                        Quantity.TEMPERATURE,
                        measure,
                        Operator.ABOVE,
                        0,
                        Duration.ZERO,
                        0,
                        null,
                        Schedule.ALWAYS))
                .toList();
    }
}
