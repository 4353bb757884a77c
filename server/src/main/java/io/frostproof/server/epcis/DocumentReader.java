package io.frostproof.server.epcis;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is captured: an EPCISDocument, or one event. Events are taken out of the stream one by one, so no tree of the whole is made. Belongs to one
 * thread.
 */
public final class DocumentReader {

    /** Events of one document. */
    public static final int EVENTS_MOST = 10_000;

    /** Objects and lists within each other. */
    static final int DEEPEST = 40;

    private static final int TEXT_LONGEST = 100_000;
    private static final int NUMBER_LONGEST = 100;

    /** Numbers as they were written, names once. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(TEXT_LONGEST)
                        .maxNameLength(1_000)
                        .maxNumberLength(NUMBER_LONGEST)
                        .build());
    }

    private final Mistakes ofDocument = new Mistakes();
    private final Mistakes ofEvents = new Mistakes();
    private final List<EpcisEvent> events = new ArrayList<>();
    private int count;

    private DocumentReader() {}

    /**
     * What was read.
     *
     * @param events those that are right, in the order of the document; none when it is wrong as a whole
     * @param count of events, right or wrong
     * @param ofDocument what is wrong with it as a whole; nothing of it can be used then
     * @param ofEvents what is wrong with single events, the first of them
     * @param mistakes how many there are in all
     */
    public record Read(
            List<EpcisEvent> events, int count, List<Mistake> ofDocument, List<Mistake> ofEvents, int mistakes) {
        public Read {
            events = List.copyOf(events);
            ofDocument = List.copyOf(ofDocument);
            ofEvents = List.copyOf(ofEvents);
        }
    }

    /** Reads a body in UTF-8; never throws for what is in it. */
    public static Read read(byte[] body) {
        var reader = new DocumentReader();
        try (JsonParser parser = MAPPER.createParser(body)) {
            reader.document(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("of bytes in memory", e);
        }
        return new Read(
                reader.ofDocument.count() > 0 ? List.of() : reader.events,
                reader.count,
                reader.ofDocument.kept(),
                reader.ofEvents.kept(),
                reader.ofDocument.count() + reader.ofEvents.count());
    }

    /**
     * Reads an event that was read before, and kept.
     *
     * @param document one event
     * @param id that it is known by
     * @param digest of its content
     * @throws IllegalStateException this version can no longer read it
     */
    public static EpcisEvent kept(String document, String id, String digest) {
        var mistakes = new Mistakes();
        try {
            if (MAPPER.readTree(document) instanceof ObjectNode object) {
                EpcisEvent event = EventReader.again(object, new EventReader.Name(id, digest), mistakes);
                if (event != null) {
                    return event;
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the event " + id + " that was kept can no longer be read", e);
        }
        throw new IllegalStateException("the event " + id + " that was kept can no longer be read: " + mistakes.kept());
    }

    private void document(JsonParser parser) throws IOException {
        ObjectNode top = MAPPER.createObjectNode();
        boolean body = false;
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                ofDocument.addText("$", null, "an object: an EPCISDocument, or an event");
                return;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("epcisBody")) {
                    body = true;
                    body(parser);
                } else {
                    top.set(name, tree(parser));
                }
            }
            if (parser.nextToken() != null) {
                ofDocument.addText("$", null, "nothing after the document");
            }
        } catch (StreamConstraintsException e) {
            ofDocument.addText(
                    at(parser),
                    null,
                    "no more than " + DEEPEST + " objects and lists within each other, texts of at most " + TEXT_LONGEST
                            + " and numbers of at most " + NUMBER_LONGEST + " characters");
            return;
        } catch (JsonProcessingException e) {
            boolean twice =
                    e instanceof JsonParseException && e.getOriginalMessage().startsWith("Duplicate field");
            ofDocument.addText(
                    at(parser),
                    null,
                    twice
                            ? "each name once in an object"
                            : "JSON in UTF-8; it breaks off at line "
                                    + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr());
            return;
        }
        judge(top, body);
    }

    private void judge(ObjectNode top, boolean body) {
        JsonNode type = top.get("type");
        if (!body && type != null && EventType.of(type.asText()).isPresent()) {
            count = 1;
            take(top, "$");
            return;
        }
        if (type == null || !type.asText().equals("EPCISDocument")) {
            ofDocument.add("$.type", type, "EPCISDocument, or one of " + EventType.NAMES);
            return;
        }
        var document = new Members(top, "$", ofDocument);
        String version = document.required("schemaVersion", "2.0");
        if (version != null && !version.matches("2(\\.[0-9]+){0,2}")) {
            document.wrong("schemaVersion", "2.0");
        }
        document.time("creationDate");
        if (!body) {
            ofDocument.addText("$.epcisBody", null, "an object with eventList");
        }
    }

    private void body(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            ofDocument.add("$.epcisBody", tree(parser), "an object with eventList");
            return;
        }
        boolean list = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!name.equals("eventList")) {
                tree(parser);
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                list = true;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    event(tree(parser));
                }
            } else {
                list = true;
                ofDocument.add("$.epcisBody.eventList", tree(parser), "a list of events");
            }
        }
        if (!list) {
            ofDocument.addText("$.epcisBody.eventList", null, "a list of events");
        }
    }

    private void event(JsonNode value) {
        String path = "$.epcisBody.eventList[" + count + "]";
        count++;
        if (count > EVENTS_MOST) {
            if (count == EVENTS_MOST + 1) {
                ofDocument.addText("$.epcisBody.eventList", null, "at most " + EVENTS_MOST + " events in a document");
            }
        } else if (value instanceof ObjectNode object) {
            take(object, path);
        } else {
            ofEvents.add(path, value, "an event");
        }
    }

    private void take(ObjectNode object, String path) {
        EpcisEvent event = EventReader.read(object, path, ofEvents);
        if (event != null) {
            events.add(event);
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        @Nullable JsonNode tree = MAPPER.readTree(parser);
        return tree == null ? MAPPER.missingNode() : tree;
    }

    /** Where a parser stands, as a JSON path. */
    private static String at(JsonParser parser) {
        var path = new StringBuilder("$");
        var steps = new ArrayList<String>();
        for (var context = parser.getParsingContext(); context != null; context = context.getParent()) {
            if (context.inArray() && context.hasCurrentIndex()) {
                steps.addFirst("[" + context.getCurrentIndex() + "]");
            } else if (context.inObject() && context.hasCurrentName()) {
                steps.addFirst(Members.joined("", context.getCurrentName()));
            }
        }
        steps.forEach(path::append);
        return path.toString();
    }
}
