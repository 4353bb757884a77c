package io.frostproof.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order of one list, and how its cursors are written. A page begins after the row that the page before ended with, found by the
 * values of its sort key (keyset paging): every page costs the same, and a row that comes or goes meanwhile neither repeats nor hides
 * another one. On the wire a cursor is base64url of the list's name and those values. Immutable.
 */
public final class PageCursor {

    /** No text of PostgreSQL holds this character. */
    private static final String SEPARATOR = "\0";

    /** Event times outside of these are no rows of any list, and the database would refuse them. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final String list;
    private final List<Part> parts;

    private PageCursor(String list, List<Part> parts) {
        this.list = list;
        this.parts = parts;
    }

    /**
     * Declares an order.
     *
     * @param list name of the list; a cursor of another list is refused
     * @param parts the sort key, which no two rows share
     */
    public static PageCursor of(String list, Part... parts) {
        return new PageCursor(list, List.of(parts));
    }

    /** What values a part of a sort key has: {@link String}, {@link Instant} (to the microsecond), {@link Long}, {@link UUID}. */
    public enum Kind {
        TEXT,
        TIME,
        NUMBER,
        UUID
    }

    /** A part of a sort key: an SQL expression of the statement, never null. Texts are compared byte by byte. */
    public record Part(String expression, Kind kind, boolean descending) {

        public static Part ascending(String expression, Kind kind) {
            return new Part(expression, kind, false);
        }

        public static Part descending(String expression, Kind kind) {
            return new Part(expression, kind, true);
        }

        String sql() {
            return kind == Kind.TEXT ? expression + " collate \"C\"" : expression;
        }
    }

    /** What comes after {@code order by}. */
    String orderBy() {
        return String.join(
                ", ",
                parts.stream()
                        .map(part -> part.sql() + (part.descending() ? " desc" : ""))
                        .toList());
    }

    /** Adds the condition that a row comes after the cursor; nothing for the first page. */
    void after(@Nullable String cursor, Filter filter) {
        if (cursor == null) {
            return;
        }
        List<Object> values = read(cursor);
        boolean oneDirection = parts.stream().map(Part::descending).distinct().count() == 1;
        if (oneDirection) {
            filter.and(
                    "(" + String.join(", ", parts.stream().map(Part::sql).toList()) + ") "
                            + comparison(parts.getFirst()) + " ("
                            + String.join(", ", parts.stream().map(part -> "?").toList()) + ")",
                    values.toArray());
        } else {
            var parameters = new ArrayList<Object>();
            filter.and(mixed(0, values, parameters), parameters.toArray());
        }
    }

    /** Comparing rows needs one direction; this says the same part by part, the first one in a form that an index can use. */
    private String mixed(int index, List<Object> values, List<Object> parameters) {
        Part part = parts.get(index);
        if (index == parts.size() - 1) {
            parameters.add(values.get(index));
            return part.sql() + " " + comparison(part) + " ?";
        }
        parameters.add(values.get(index));
        parameters.add(values.get(index));
        return "(" + part.sql() + " " + comparison(part) + "= ? and (" + part.sql() + " " + comparison(part) + " ? or "
                + mixed(index + 1, values, parameters) + "))";
    }

    private static String comparison(Part part) {
        return part.descending() ? "<" : ">";
    }

    /** Reads one row more than the page, to know whether another page follows, and makes the page. */
    <T> Page<T> page(PageRequest request, List<T> rows, Function<T, List<Object>> key) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, request.limit());
        return new Page<>(items, write(key.apply(items.getLast())));
    }

    /** The cursor after a row with these values of the sort key. */
    public String write(List<Object> values) {
        if (values.size() != parts.size()) {
            throw new IllegalArgumentException(
                    "cursor of " + list + ": " + values.size() + " values, expected " + parts.size());
        }
        var text = new StringBuilder(list);
        for (int i = 0; i < values.size(); i++) {
            text.append(SEPARATOR).append(text(parts.get(i), values.get(i)));
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String text(Part part, Object value) {
        return switch (part.kind()) {
            case TEXT -> (String) value;
            case TIME -> Long.toString(Sql.micros((Instant) value));
            case NUMBER -> Long.toString(((Number) value).longValue());
            case UUID -> ((UUID) value).toString();
        };
    }

    /**
     * The values of the sort key, as parameters of a statement.
     *
     * @throws IllegalCursorException if this list has not written it
     */
    public List<Object> read(String cursor) {
        String[] texts = decode(cursor).split(SEPARATOR, -1);
        if (!texts[0].equals(list) || texts.length != parts.size() + 1) {
            throw new IllegalCursorException(cursor, "is of another list than " + list);
        }
        var values = new ArrayList<Object>();
        for (int i = 0; i < parts.size(); i++) {
            values.add(value(cursor, parts.get(i), texts[i + 1]));
        }
        return values;
    }

    private static String decode(String cursor) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IllegalCursorException(cursor, "is not base64url of a text");
        }
    }

    private static Object value(String cursor, Part part, String text) {
        try {
            return switch (part.kind()) {
                case TEXT -> text;
                case TIME -> time(cursor, Long.parseLong(text));
                case NUMBER -> Long.valueOf(text);
                case UUID -> UUID.fromString(text);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalCursorException(
                    cursor,
                    "holds '" + text + "' where a "
                            + switch (part.kind()) {
                                case TEXT -> "text";
                                case TIME -> "time";
                                case NUMBER -> "number";
                                case UUID -> "UUID";
                            }
                            + " belongs");
        }
    }

    private static Instant time(String cursor, long micros) {
        Instant time = Sql.instant(micros);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new IllegalCursorException(cursor, "holds the time " + time + ", which no row has");
        }
        return time;
    }
}
