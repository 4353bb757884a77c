package io.frostproof.server.epcis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The example documents, and documents made of events. */
public final class Documents {

    private Documents() {}

    /** An example of {@code resources/epcis}. */
    public static byte[] example(String name) {
        try (InputStream in = Objects.requireNonNull(Documents.class.getResourceAsStream("/epcis/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A document of events, each in JSON. */
    public static String of(String... events) {
        return """
                {"@context": "https://ref.gs1.org/standards/epcis/epcis-context.jsonld", "type": "EPCISDocument", "schemaVersion": "2.0",
                 "creationDate": "2026-11-20T00:00:00Z", "epcisBody": {"eventList": [%s]}}
                """.formatted(String.join(",\n", events));
    }

    /** An event with the members that every event has, and more. */
    public static String event(String type, String time, String more) {
        return """
                {"type": "%s", "eventTime": "%s", "eventTimeZoneOffset": "+00:00"%s}
                """.formatted(type, time, more.isEmpty() ? "" : ", " + more).strip();
    }

    /** Every step of the core business vocabulary, in order. */
    public static List<String> bizSteps() {
        return Vocabulary.BIZ_STEP.words().stream().sorted().toList();
    }

    static DocumentReader.Read read(String document) {
        return DocumentReader.read(document.getBytes(StandardCharsets.UTF_8));
    }

    /** The only event of a document that is right. */
    static EpcisEvent only(String event) {
        DocumentReader.Read read = read(of(event));
        if (!read.ofDocument().isEmpty()
                || !read.ofEvents().isEmpty()
                || read.events().size() != 1) {
            throw new AssertionError("expected one event that is right: " + read);
        }
        return read.events().getFirst();
    }
}
