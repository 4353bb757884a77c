package io.frostproof.simulator.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostproof.simulator.fault.FaultKind;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Truth records as lines of JSON. Stateless. */
final class TruthJson {

    private static final JsonFactory JSON = new JsonFactory();

    private TruthJson() {}

    /** One line without its end. The same record gives the same line on every machine. */
    static String line(TruthRecord record) {
        var text = new StringWriter(128);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            switch (record) {
                case TruthRecord.Header it -> header(out, it);
                case TruthRecord.FaultInterval it -> fault(out, it);
                case TruthRecord.StateInterval it -> state(out, it);
                case TruthRecord.Harm it -> harm(out, it);
                case TruthRecord.Temperature it -> temperature(out, it);
                case TruthRecord.Stock it -> stock(out, it);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot be written to", e);
        }
        return text.toString();
    }

    private static void header(JsonGenerator out, TruthRecord.Header it) throws IOException {
        out.writeStringField("truth", "header");
        out.writeNumberField("version", 1);
        out.writeStringField("scenario", it.scenario());
        out.writeNumberField("seed", it.seed());
        interval(out, it.startMillis(), it.endMillis());
        out.writeNumberField("units", it.units());
        out.writeNumberField("devices", it.devices());
        out.writeNumberField("report_s", it.reportSeconds());
    }

    private static void fault(JsonGenerator out, TruthRecord.FaultInterval it) throws IOException {
        out.writeStringField("truth", "fault");
        out.writeStringField("kind", it.kind().word());
        out.writeStringField("target", it.target());
        out.writeArrayFieldStart("units");
        for (String unit : it.units()) {
            out.writeString(unit);
        }
        out.writeEndArray();
        interval(out, it.startMillis(), it.endMillis());
        number(out, "severity", it.severity());
    }

    private static void state(JsonGenerator out, TruthRecord.StateInterval it) throws IOException {
        out.writeStringField("truth", "state");
        out.writeStringField("state", it.state().word());
        out.writeStringField("unit", it.unit());
        if (!it.device().isEmpty()) {
            out.writeStringField("device", it.device());
        }
        interval(out, it.startMillis(), it.endMillis());
        number(out, "worst", it.worst());
    }

    private static void harm(JsonGenerator out, TruthRecord.Harm it) throws IOException {
        out.writeStringField("truth", "harm");
        out.writeStringField("handling_unit", it.handlingUnit());
        out.writeStringField("unit", it.unit());
        out.writeNumberField("at", it.atMillis());
        out.writeStringField("why", it.why());
    }

    private static void temperature(JsonGenerator out, TruthRecord.Temperature it) throws IOException {
        out.writeStringField("truth", "temperature");
        out.writeStringField("unit", it.unit());
        out.writeNumberField("at", it.atMillis());
        number(out, "air", it.airCelsius());
        number(out, "contents", it.contentsCelsius());
    }

    private static void stock(JsonGenerator out, TruthRecord.Stock it) throws IOException {
        out.writeStringField("truth", "stock");
        out.writeStringField("handling_unit", it.handlingUnit());
        out.writeStringField("unit", it.unit());
        out.writeNumberField("at", it.atMillis());
    }

    private static void interval(JsonGenerator out, long start, long end) throws IOException {
        out.writeNumberField("start", start);
        out.writeNumberField("end", end);
    }

    /** Double.toString is specified to the digit since JDK 19, so lines compare. */
    private static void number(JsonGenerator out, String field, double value) throws IOException {
        out.writeFieldName(field);
        out.writeNumber(Double.toString(value));
    }

    /**
     * Reads a line back.
     *
     * @throws IOException for what is no truth record, saying what is wrong
     */
    static TruthRecord read(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        List<String> units = new ArrayList<>();
        try (JsonParser in = JSON.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("expected an object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.START_ARRAY) {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        units.add(in.getText());
                    }
                } else {
                    fields.put(name, in.getText());
                }
            }
        }
        return record(new Values(fields), units);
    }

    private static TruthRecord record(Values it, List<String> units) throws IOException {
        return switch (it.text("truth")) {
            case "header" ->
                new TruthRecord.Header(
                        it.text("scenario"),
                        it.whole("seed"),
                        it.whole("start"),
                        it.whole("end"),
                        (int) it.whole("units"),
                        (int) it.whole("devices"),
                        it.whole("report_s"));
            case "fault" ->
                new TruthRecord.FaultInterval(
                        it.choice("kind", FaultKind.class),
                        it.text("target"),
                        units,
                        it.whole("start"),
                        it.whole("end"),
                        it.number("severity"));
            case "state" ->
                new TruthRecord.StateInterval(
                        it.choice("state", TruthState.class),
                        it.text("unit"),
                        it.optional("device"),
                        it.whole("start"),
                        it.whole("end"),
                        it.number("worst"));
            case "harm" ->
                new TruthRecord.Harm(it.text("handling_unit"), it.text("unit"), it.whole("at"), it.text("why"));
            case "temperature" ->
                new TruthRecord.Temperature(it.text("unit"), it.whole("at"), it.number("air"), it.number("contents"));
            case "stock" -> new TruthRecord.Stock(it.text("handling_unit"), it.text("unit"), it.whole("at"));
            default ->
                throw new IOException("truth was '" + it.text("truth")
                        + "', expected header, fault, state, harm, temperature or stock");
        };
    }

    /** The fields of a line. */
    private record Values(Map<String, String> fields) {

        String text(String name) throws IOException {
            String value = fields.get(name);
            if (value == null) {
                throw new IOException(name + " is missing");
            }
            return value;
        }

        String optional(String name) {
            return fields.getOrDefault(name, "");
        }

        long whole(String name) throws IOException {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException e) {
                throw new IOException(name + " was '" + text(name) + "', expected a whole number", e);
            }
        }

        double number(String name) throws IOException {
            try {
                return Double.parseDouble(text(name));
            } catch (NumberFormatException e) {
                throw new IOException(name + " was '" + text(name) + "', expected a number", e);
            }
        }

        <E extends Enum<E>> E choice(String name, Class<E> type) throws IOException {
            try {
                return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IOException(name + " was '" + text(name) + "', which is not known", e);
            }
        }
    }
}
