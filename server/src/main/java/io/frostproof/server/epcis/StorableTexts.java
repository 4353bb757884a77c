package io.frostproof.server.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Texts that a database can hold. */
final class StorableTexts {

    private StorableTexts() {}

    /** Tells of every text in a value that no database can hold. */
    static void check(JsonNode value, String path, Mistakes mistakes) {
        if (!storable(value)) {
            unstorable(value, path, mistakes);
        }
    }

    /** Whether a database can hold all of its texts: none with NUL, or with half a character. */
    private static boolean storable(JsonNode value) {
        if (value.isTextual()) {
            return storable(value.textValue());
        }
        for (JsonNode each : value) {
            if (!storable(each)) {
                return false;
            }
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (!storable(member.getKey())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return text.indexOf('\0') < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    /** Tells where the texts are that no database can hold. */
    private static void unstorable(JsonNode value, String path, Mistakes mistakes) {
        if (value.isTextual() && !storable(value.textValue())) {
            mistakes.addText(path, null, "text in Unicode without NUL");
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            unstorable(value.get(i), path + "[" + i + "]", mistakes);
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (storable(member.getKey())) {
                unstorable(member.getValue(), Members.joined(path, member.getKey()), mistakes);
            } else {
                mistakes.addText(path, null, "names in Unicode without NUL");
            }
        }
    }
}
