package io.frostproof.server.epcis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of events of EPCIS 2.0. */
public enum EventType {
    OBJECT("ObjectEvent"),
    AGGREGATION("AggregationEvent"),
    TRANSACTION("TransactionEvent"),
    TRANSFORMATION("TransformationEvent"),
    ASSOCIATION("AssociationEvent");

    /** All names, for messages. */
    public static final String NAMES =
            Arrays.stream(values()).map(EventType::word).collect(Collectors.joining(", "));

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** As documents write it. */
    public String word() {
        return word;
    }

    /** The type of this name, if there is one. */
    public static Optional<EventType> of(String word) {
        for (EventType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
