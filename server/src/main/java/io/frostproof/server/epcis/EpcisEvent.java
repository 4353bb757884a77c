package io.frostproof.server.epcis;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was told, checked. Identifiers are in the form of {@link Identity#canonical}; bizStep, disposition and reason are bare words of the
 * vocabulary, or URIs when they are none of its words.
 *
 * @param id its eventID, or, without one, {@link EventHash#id}
 * @param digest of its content without id, record time and error declaration
 * @param timeMicros when it happened, microseconds since 1970, UTC
 * @param action null for a transformation
 * @param parent container of an aggregation or association; of a transaction what it may name
 * @param things instances: epcList, childEPCs or inputEPCList
 * @param amounts classes: quantityList, childQuantityList or inputQuantityList
 * @param outputs outputEPCList of a transformation
 * @param outputAmounts outputQuantityList of a transformation
 * @param sources identifiers of the sourceList
 * @param destinations identifiers of the destinationList
 * @param document the event as it came, unknown members too, in JSON
 */
public record EpcisEvent(
        EventType type,
        String id,
        String digest,
        long timeMicros,
        @Nullable Action action,
        @Nullable String bizStep,
        @Nullable String disposition,
        @Nullable Identity readPoint,
        @Nullable Identity bizLocation,
        @Nullable Identity parent,
        List<Identity> things,
        List<Amount> amounts,
        List<Identity> outputs,
        List<Amount> outputAmounts,
        List<Identity> sources,
        List<Identity> destinations,
        List<Sensed> sensed,
        @Nullable String lotNumber,
        @Nullable String expiry,
        @Nullable ErrorDeclaration error,
        String document) {

    public EpcisEvent {
        things = List.copyOf(things);
        amounts = List.copyOf(amounts);
        outputs = List.copyOf(outputs);
        outputAmounts = List.copyOf(outputAmounts);
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        sensed = List.copyOf(sensed);
    }

    /**
     * Some of a class.
     *
     * @param quantity null: unspecified, which is all there is
     * @param uom UN/CEFACT code; null: pieces
     */
    public record Amount(
            Identity of,
            @Nullable BigDecimal quantity,
            @Nullable String uom) {}

    /**
     * One report of a sensor.
     *
     * @param timeMicros of the report, or else of its element, or else of the event
     * @param device null when it is not told
     * @param type such as {@code Temperature}, without prefix
     * @param value the single value; null when the report is a statistic, a text or an exception alone
     * @param uom UN/CEFACT code; null when there is none
     * @param exception {@code ALARM_CONDITION}, {@code ERROR_CONDITION} or null
     */
    public record Sensed(
            long timeMicros,
            @Nullable Identity device,
            String type,
            @Nullable BigDecimal value,
            @Nullable String uom,
            @Nullable String exception) {}

    /**
     * That an earlier event of the same id is wrong.
     *
     * @param reason {@code did_not_occur}, {@code incorrect_data}, a URI, or null
     * @param corrections ids of events that say it right
     */
    public record ErrorDeclaration(
            long timeMicros, @Nullable String reason, List<String> corrections) {
        public ErrorDeclaration {
            corrections = List.copyOf(corrections);
        }
    }
}
