package io.frostproof.server.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong; keeps the first {@value #MOST} and counts the others. Belongs to one thread. */
final class Mistakes {

    /** More than anybody mends in one go. */
    static final int MOST = 100;

    private final List<Mistake> kept = new ArrayList<>();
    private int count;

    void add(String path, @Nullable JsonNode value, String expected) {
        addText(path, value == null || value.isMissingNode() ? null : shown(value), expected);
    }

    void addText(String path, @Nullable String value, String expected) {
        count++;
        if (kept.size() < MOST) {
            kept.add(new Mistake(path, value, expected));
        }
    }

    int count() {
        return count;
    }

    List<Mistake> kept() {
        return List.copyOf(kept);
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
