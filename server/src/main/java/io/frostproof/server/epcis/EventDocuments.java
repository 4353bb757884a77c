package io.frostproof.server.epcis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Events as they are answered. */
public final class EventDocuments {

    private EventDocuments() {}

    /** A kept event with the time at which it was recorded, and with the id that it is known by. */
    public static ObjectNode recorded(String document, String eventId, Instant recordedAt) {
        try {
            ObjectNode event = (ObjectNode) DocumentReader.MAPPER.readTree(document);
            if (!event.has("eventID")) {
                event.put("eventID", eventId);
            }
            return recorded(event, recordedAt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is kept can be read", e);
        }
    }

    /** The same with the time at which it was recorded. */
    public static ObjectNode recorded(ObjectNode event, Instant recordedAt) {
        return event.put("recordTime", recordedAt.toString());
    }
}
