package io.frostproof.server.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an event says, apart from what it is called and when that was recorded: equal for documents that differ in order of members and elements, in
 * white space, in how they write a number or a time. In the spirit of GS1's event hash, but not that algorithm, so the ids made of it say so.
 *
 * <p>The digest is SHA-256 over UTF-8 of: objects as {@code {name value ...}} in order of names, lists as {@code [value ...]} in order of their elements'
 * text, numbers without trailing zeros, times (members that end in {@code Time}, or are {@code time}) in UTC, names and other texts in quotes behind their length. Of the event
 * itself {@code @context}, {@code eventID}, {@code recordTime} and {@code errorDeclaration} are left out.
 */
final class EventHash {

    /** Ids of events without eventID begin with this. */
    static final String ID_PREFIX = "urn:frostproof:epcis-event:sha-256:";

    private static final Set<String> NOT_CONTENT = Set.of("@context", "eventID", "recordTime", "errorDeclaration");

    private EventHash() {}

    /** The digest of an event, in 64 hexadecimal digits. */
    static String digest(JsonNode event) {
        var text = new StringBuilder(512);
        object(event, NOT_CONTENT, text);
        return HexFormat.of().formatHex(sha256(text.toString()));
    }

    /** The id of an event that has none. */
    static String id(String digest) {
        return ID_PREFIX + digest;
    }

    private static void object(JsonNode object, Set<String> without, StringBuilder text) {
        text.append('{');
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        members.sort(Map.Entry.comparingByKey());
        for (Map.Entry<String, JsonNode> member : members) {
            if (!without.contains(member.getKey())) {
                quoted(member.getKey(), text);
                value(member.getKey(), member.getValue(), text);
            }
        }
        text.append('}');
    }

    private static void value(String name, JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            object(value, Set.of(), text);
        } else if (value.isArray()) {
            list(name, value, text);
        } else if (value.isNumber()) {
            text.append(value.decimalValue().stripTrailingZeros()).append(' ');
        } else if (value.isTextual()) {
            String told = value.textValue();
            OptionalLong time =
                    name.endsWith("Time") || name.equals("time") ? EventTimes.micros(told) : OptionalLong.empty();
            quoted(time.isPresent() ? EventTimes.text(time.getAsLong()) : told, text);
        } else {
            text.append(value).append(' ');
        }
    }

    private static void list(String name, JsonNode list, StringBuilder text) {
        var elements = new ArrayList<String>(list.size());
        for (JsonNode element : list) {
            var each = new StringBuilder();
            value(name, element, each);
            elements.add(each.toString());
        }
        Collections.sort(elements);
        text.append('[');
        elements.forEach(text::append);
        text.append(']');
    }

    private static void quoted(String told, StringBuilder text) {
        // Lengths make it unambiguous without escapes.
        text.append(told.length()).append('"').append(told).append('"');
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
