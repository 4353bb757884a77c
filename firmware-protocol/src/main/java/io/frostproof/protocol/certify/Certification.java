package io.frostproof.protocol.certify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.protocol.Form;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes out when implementations are compared.
 *
 * @param counts for each form that occurred
 * @param failures in the order of the file
 */
public record Certification(Map<Form, Count> counts, List<Failure> failures) {

    /** How many vectors of a form there were, and how many of them were as they should be. */
    public record Count(int vectors, int passed) {
        public int failed() {
            return vectors - passed;
        }
    }

    /** A vector that is not as it should be; expected and got are JSON. */
    public record Failure(String name, String expected, String got) {}

    public Certification {
        counts = Map.copyOf(counts);
        failures = List.copyOf(failures);
    }

    public int vectors() {
        return counts.values().stream().mapToInt(Count::vectors).sum();
    }

    public int passed() {
        return counts.values().stream().mapToInt(Count::passed).sum();
    }

    /** Compares our codec with vectors, reason and field. */
    public static Certification ofOurs(List<GoldenVector> vectors) {
        var found = new Collector();
        for (GoldenVector vector : vectors) {
            byte[] payload = vector.payload();
            if (payload == null) {
                found.failed(vector, "hex or text", "neither");
            } else {
                var ours = GoldenVector.ours(vector.type(), vector.form(), payload, vector.key());
                found.add(
                        vector,
                        Canonical.same(vector.claimed(), ours),
                        vector.claimed().toString(),
                        ours.toString());
            }
        }
        return found.result();
    }

    /**
     * Compares what another implementation wrote. An entry with bytes was encoded by it: our codec decodes them, and has to come
     * to what the entry says. An entry without bytes is what it made of the golden vector of that name. Of what is malformed
     * only the reason counts, as implementations may name places in their own way.
     */
    public static Certification ofTheirs(List<GoldenVector> theirs, List<GoldenVector> golden) {
        Map<String, GoldenVector> byName = new HashMap<>();
        golden.forEach(vector -> byName.put(vector.name(), vector));
        var found = new Collector();
        for (GoldenVector vector : theirs) {
            byte[] payload = vector.payload();
            GoldenVector known = byName.get(vector.name());
            if (payload != null) {
                var ours = GoldenVector.ours(vector.type(), vector.form(), payload, vector.key());
                found.add(
                        vector,
                        sameReason(ours, vector),
                        ours.toString(),
                        vector.claimed().toString());
            } else if (known == null) {
                found.failed(vector, "hex or text, or the name of a golden vector", "neither");
            } else {
                found.add(
                        known,
                        sameReason(known.claimed(), vector),
                        known.claimed().toString(),
                        vector.claimed().toString());
            }
        }
        return found.result();
    }

    private static boolean sameReason(ObjectNode right, GoldenVector theirs) {
        var malformed = theirs.malformed();
        return malformed == null
                ? Canonical.same(right, theirs.claimed())
                : right.path("malformed")
                        .path("reason")
                        .asText()
                        .equals(malformed.path("reason").asText("?"));
    }

    private static final class Collector {
        private final Map<Form, Count> counts = new EnumMap<>(Form.class);
        private final List<Failure> failures = new ArrayList<>();

        void add(GoldenVector vector, boolean passed, String expected, String got) {
            counts.merge(
                    vector.form(),
                    new Count(1, passed ? 1 : 0),
                    (a, b) -> new Count(a.vectors() + b.vectors(), a.passed() + b.passed()));
            if (!passed) {
                failures.add(new Failure(vector.name(), expected, got));
            }
        }

        void failed(GoldenVector vector, String expected, String got) {
            add(vector, false, expected, got);
        }

        Certification result() {
            return new Certification(counts, failures);
        }
    }
}
