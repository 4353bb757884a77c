package io.frostproof.alerts.action;

import io.frostproof.alerts.plan.Action;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is in force, or is so no longer, with all that the outside needs to know of it.
 *
 * @param change what happened to it
 * @param at when that was
 * @param by whoever completed or reverted it
 * @param reason what they said
 * @param from node that the goods are in; null when they are in several
 * @param to where they go; null unless they go somewhere
 * @param lane how; null as above
 * @param value of all goods; null when it is not known
 * @param told EPCIS events that were told of the decision, or may have been, for a reversal
 */
public record DecisionFacts(
        UUID id,
        Change change,
        Action disposition,
        Instant at,
        String by,
        @Nullable String reason,
        String policyVersion,
        @Nullable UUID incident,
        @Nullable UUID plan,
        @Nullable Place from,
        @Nullable Place to,
        @Nullable Lane lane,
        @Nullable String temperatureClass,
        @Nullable Instant departsAt,
        @Nullable Instant arrivesAt,
        @Nullable Value value,
        List<Goods> goods,
        List<Device> devices,
        List<ToldEvent> told) {

    public DecisionFacts {
        goods = List.copyOf(goods);
        devices = List.copyOf(devices);
        told = List.copyOf(told);
    }

    /** What happened to a decision. */
    public enum Change {
        COMPLETED("completed"),
        REVERTED("reverted");

        private final String id;

        Change(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * A node or unit.
     *
     * @param uri what others call it, or else our own name of it
     */
    public record Place(String id, String name, String uri) {}

    /** The way that they go. */
    public record Lane(String id, String carrier) {}

    /**
     * What goods are worth.
     *
     * @param currency ISO 4217
     */
    public record Value(BigDecimal amount, String currency) {}

    /**
     * A handling unit.
     *
     * @param uris what others call it; empty when nobody has said
     * @param unit where it is; null when it is in no unit
     */
    public record Goods(
            String handlingUnit,
            List<String> uris,
            String lot,
            String product,
            String productName,
            BigDecimal quantity,
            String quantityUnit,
            @Nullable Place unit) {
        public Goods {
            uris = List.copyOf(uris);
        }
    }

    /**
     * A device at a unit that goods are in, or that was asked for something because of a decision about them.
     *
     * @param unit its id; null: goods are there no longer
     * @param abilities commands beyond the usual ones that it says it can carry out
     * @param running what it was asked for and may still be doing, and nobody else needs
     */
    public record Device(String id, @Nullable String unit, Set<String> abilities, List<Running> running) {
        public Device {
            abilities = Set.copyOf(abilities);
            running = List.copyOf(running);
        }
    }

    /**
     * Something that a device was asked for.
     *
     * @param task word of the command
     * @param until when it is over at the latest, heard late as it may be
     */
    public record Running(String task, Instant until) {}

    /** An EPCIS event as it was told to a receiver. */
    public record ToldEvent(String key, String target, Map<String, @Nullable Object> event) {}
}
