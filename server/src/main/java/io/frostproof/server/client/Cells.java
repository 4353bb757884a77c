package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** What the server says, as a person reads it in one cell of a table. */
final class Cells {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private Cells() {}

    /** A field as it is; nothing for null. */
    static String text(JsonNode item, String field) {
        JsonNode value = item.at(field.startsWith("/") ? field : "/" + field);
        return value.isNull() || value.isMissingNode() ? "" : plain(value.asText());
    }

    /** A word of the API without its underscores. */
    static String words(JsonNode item, String field) {
        return text(item, field).replace('_', ' ');
    }

    /** A time to the minute, in the reader's zone. */
    static String minute(JsonNode item, String field, ZoneId zone) {
        String text = text(item, field);
        try {
            return text.isEmpty() ? "" : MINUTE.format(Instant.parse(text).atZone(zone));
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** Short name of a zone, such as CET. */
    static String zone(ZoneId zone, Instant at) {
        return ZONE.format(at.atZone(zone));
    }

    /** A value of a quantity with its unit, to a hundredth. */
    static String value(JsonNode item, String field, String unitField) {
        String number = number(item, field);
        return number.isEmpty() ? "" : (number + " " + unit(text(item, unitField))).trim();
    }

    /** A number to a hundredth, without zeros at its end. */
    static String number(JsonNode item, String field) {
        JsonNode value = item.path(field);
        if (!value.isNumber()) {
            return text(item, field);
        }
        BigDecimal rounded =
                value.decimalValue().setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return (rounded.signum() == 0 ? BigDecimal.ZERO : rounded).toPlainString();
    }

    /** UCUM codes that people write otherwise. */
    static String unit(String ucum) {
        return switch (ucum) {
            case "Cel" -> "°C";
            case "1" -> "";
            default -> ucum;
        };
    }

    /** The beginning of an id: enough to name it here. */
    static String shortId(JsonNode item) {
        String id = text(item, "id");
        return id.length() > Table.SHORT_ID ? id.substring(0, Table.SHORT_ID) : id;
    }

    /** Without control characters: a name must not drive the terminal. */
    static String plain(String text) {
        return text.codePoints()
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
