package io.frostproof.server.stock;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.network.Identifiers;
import io.frostproof.store.StockLog.Told;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes stock events of what was written, and says everything that is wrong with it. It looks at each event for itself; whether names are known, the store says. Not
 * thread-safe.
 */
public final class StockEventReader {

    private static final String HANDLING_UNIT = "handling_unit";
    private static final String QUANTITY = "quantity";
    private static final String QUANTITY_UNIT = "quantity_unit";

    /** Clocks of scanners go wrong by some minutes; what is planned for later has not happened. */
    private static final Duration AHEAD_MOST = Duration.ofMinutes(5);

    private static final BigDecimal QUANTITY_MOST = new BigDecimal("1e12");
    private static final int DIGITS_MOST = 9;
    private static final int ID_MOST = 200;
    private static final int UNIT_MOST = 40;

    private static final String TIME_RULE =
            "an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z";
    private static final String QUANTITY_RULE = "a number above 0, at most 1000000000000, with at most 9 decimals";

    /** Ids of movements, which have none of their own, begin so. */
    private static final String RESERVED = "movement:";

    /** What a kind of event takes beside {@code id}, {@code kind} and {@code time}. */
    private record Shape(Set<String> required, Set<String> optional) {}

    private static final Map<String, Shape> KINDS = kinds();

    private static Map<String, Shape> kinds() {
        var kinds = new LinkedHashMap<String, Shape>();
        kinds.put("received", shape(HANDLING_UNIT, "lot", QUANTITY, QUANTITY_UNIT, "place"));
        kinds.put("moved", shape(HANDLING_UNIT, "place"));
        kinds.put("split", shape(HANDLING_UNIT, "part", QUANTITY));
        kinds.put("picked", shape(HANDLING_UNIT, "part", QUANTITY, "place"));
        kinds.put("merged", shape(HANDLING_UNIT, "from"));
        kinds.put("packed", shape(HANDLING_UNIT, "container"));
        kinds.put("unpacked", shape(HANDLING_UNIT));
        kinds.put("transformed", shape());
        kinds.put("removed", new Shape(Set.of(HANDLING_UNIT, "reason"), Set.of(QUANTITY)));
        return kinds;
    }

    private static Shape shape(String... required) {
        return new Shape(Set.of(required), Set.of());
    }

    /** Something is wrong with what was written; {@code value} is null when nothing was. */
    public record Wrong(String field, @Nullable String value, String expected) {}

    /** An event that can be told, and where it was written. */
    public record Read(String origin, Told told) {}

    private final Instant now;
    private final @Nullable Instant otherwise;
    private final Function<StockEventDraft, String> ids;
    private final String source;
    private final @Nullable String by;

    private final List<Read> read = new ArrayList<>();
    private final List<Wrong> wrong = new ArrayList<>();

    /**
     * A reader for one batch.
     *
     * @param now server time
     * @param otherwise the time of events that have none; null: they must have one
     * @param ids makes the id of an event that has none
     */
    public StockEventReader(
            Instant now,
            @Nullable Instant otherwise,
            Function<StockEventDraft, String> ids,
            String source,
            @Nullable String by) {
        this.now = now;
        this.otherwise = otherwise;
        this.ids = ids;
        this.source = source;
        this.by = by;
    }

    /** What could be read, in the order in which it was written; a pick is two events. */
    public List<Read> read() {
        return read;
    }

    /** What could not be. */
    public List<Wrong> wrong() {
        return wrong;
    }

    /** Takes an event. */
    public void take(StockEventDraft draft) {
        int before = wrong.size();
        String kind = draft.fields().get("kind");
        Shape shape = kind == null ? null : KINDS.get(kind);
        if (shape == null) {
            wrong(draft, "kind", kind, "one of " + String.join(", ", KINDS.keySet()));
            return;
        }
        checkFields(draft, Objects.requireNonNull(kind), shape);
        long time = time(draft);
        String id = id(draft);
        if (wrong.size() > before) {
            return;
        }
        List<StockEvent> events = events(draft, Objects.requireNonNull(kind), id, time);
        if (wrong.size() == before) {
            Map<String, String> units = units(draft, events.getFirst());
            events.forEach(event -> read.add(new Read(draft.origin(), new Told(event, units, source, by))));
        }
    }

    private void wrong(StockEventDraft draft, String field, @Nullable String value, String expected) {
        wrong.add(new Wrong(draft.origin() + field, value, expected));
    }

    private void checkFields(StockEventDraft draft, String kind, Shape shape) {
        for (String field : new TreeSet<>(shape.required())) {
            if (!draft.fields().containsKey(field)) {
                wrong(draft, field, null, "to be there, as the event is " + kind);
            }
        }
        Set<String> known = Stream.of(Set.of("id", "kind", "time"), shape.required(), shape.optional())
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        for (Map.Entry<String, String> field : new java.util.TreeMap<>(draft.fields()).entrySet()) {
            if (!known.contains(field.getKey())) {
                wrong(draft, field.getKey(), field.getValue(), "nothing, as the event is " + kind);
            }
        }
        boolean transformed = kind.equals("transformed");
        if (transformed == draft.inputs().isEmpty()) {
            wrong(
                    draft,
                    "inputs",
                    null,
                    transformed ? "at least one handling unit" : "nothing, as the event is " + kind);
        }
        if (transformed == draft.outputs().isEmpty()) {
            wrong(draft, "outputs", null, transformed ? "at least one output" : "nothing, as the event is " + kind);
        }
    }

    private long time(StockEventDraft draft) {
        String text = draft.fields().get("time");
        Instant time = otherwise;
        if (text != null) {
            time = parsed(text);
        }
        if (time == null) {
            wrong(draft, "time", text, TIME_RULE);
            return 0;
        }
        if (time.isAfter(now.plus(AHEAD_MOST))) {
            wrong(draft, "time", text, "a time at most 5 minutes ahead; it is " + now + " now");
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static @Nullable Instant parsed(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 1 && time.getYear() <= 9999 ? time.toInstant() : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private String id(StockEventDraft draft) {
        String id = draft.fields().get("id");
        if (id == null) {
            return ids.apply(draft);
        }
        if (id.length() > ID_MOST || id.startsWith(RESERVED)) {
            wrong(draft, "id", id, "1 to " + ID_MOST + " characters that do not begin with '" + RESERVED + "'");
        }
        return id;
    }

    private List<StockEvent> events(StockEventDraft draft, String kind, String id, long time) {
        if (kind.equals("transformed")) {
            return transformed(draft, id, time);
        }
        Map<String, String> fields = draft.fields();
        String handlingUnit = text(fields, HANDLING_UNIT);
        return switch (kind) {
            case "received" -> {
                name(draft, HANDLING_UNIT, handlingUnit);
                yield List.of(new StockEvent.Received(
                        id, time, handlingUnit, text(fields, "lot"), quantity(draft), text(fields, "place")));
            }
            case "moved" -> List.of(new StockEvent.Moved(id, time, handlingUnit, text(fields, "place")));
            case "split", "picked" -> {
                String part = name(draft, "part", text(fields, "part"));
                BigDecimal quantity = quantity(draft);
                if (!differs(draft, "part", part, handlingUnit)) {
                    yield List.of();
                }
                var split = new StockEvent.Split(id, time, handlingUnit, part, quantity);
                yield kind.equals("split")
                        ? List.of(split)
                        : List.of(split, new StockEvent.Moved(id + "/moved", time, part, text(fields, "place")));
            }
            case "merged" -> {
                String from = text(fields, "from");
                yield differs(draft, "from", from, handlingUnit)
                        ? List.of(new StockEvent.Merged(id, time, handlingUnit, from))
                        : List.of();
            }
            case "packed" -> {
                String container = name(draft, "container", text(fields, "container"));
                yield differs(draft, "container", container, handlingUnit)
                        ? List.of(new StockEvent.Packed(id, time, handlingUnit, container))
                        : List.of();
            }
            case "unpacked" -> List.of(new StockEvent.Unpacked(id, time, handlingUnit));
            case "removed" -> removed(draft, id, time, handlingUnit);
            default -> throw new IllegalStateException("no event of kind " + kind);
        };
    }

    private List<StockEvent> removed(StockEventDraft draft, String id, long time, String handlingUnit) {
        String word = text(draft.fields(), "reason");
        for (StockEvent.Reason reason : StockEvent.Reason.values()) {
            if (word(reason).equals(word)) {
                BigDecimal quantity = draft.fields().containsKey(QUANTITY) ? quantity(draft) : null;
                return List.of(new StockEvent.Removed(id, time, handlingUnit, quantity, reason));
            }
        }
        wrong(
                draft,
                "reason",
                word,
                "one of "
                        + Stream.of(StockEvent.Reason.values())
                                .map(StockEventReader::word)
                                .collect(Collectors.joining(", ")));
        return List.of();
    }

    private static String word(StockEvent.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private List<StockEvent> transformed(StockEventDraft draft, String id, long time) {
        int before = wrong.size();
        var outputs = new ArrayList<StockEvent.Output>();
        var names = new TreeSet<String>();
        for (StockEventDraft.Output output : draft.outputs()) {
            var one = new StockEventDraft(output.origin(), output.fields(), List.of(), List.of());
            for (String field : List.of(HANDLING_UNIT, "lot", QUANTITY)) {
                if (!output.fields().containsKey(field)) {
                    wrong(one, field, null, "to be there, as it is what a transformation makes");
                }
            }
            if (wrong.size() > before) {
                continue;
            }
            String name = name(one, HANDLING_UNIT, text(output.fields(), HANDLING_UNIT));
            BigDecimal quantity = quantity(one);
            if (draft.inputs().contains(name) || !names.add(name)) {
                wrong(one, HANDLING_UNIT, name, "a handling unit that is neither an input nor another output");
            }
            outputs.add(new StockEvent.Output(name, text(output.fields(), "lot"), quantity));
        }
        return wrong.size() > before
                ? List.of()
                : List.of(new StockEvent.Transformed(id, time, draft.inputs(), outputs));
    }

    private static String text(Map<String, String> fields, String field) {
        return Objects.requireNonNull(fields.get(field), field);
    }

    /** A name that the event makes, so that it has to be one that fits everywhere. */
    private String name(StockEventDraft draft, String field, String name) {
        if (!Identifiers.valid(name)) {
            wrong(draft, field, name, Identifiers.RULE);
        }
        return name;
    }

    private boolean differs(StockEventDraft draft, String field, String name, String handlingUnit) {
        if (name.equals(handlingUnit)) {
            wrong(draft, field, name, "another one than the handling unit");
            return false;
        }
        return true;
    }

    private BigDecimal quantity(StockEventDraft draft) {
        String text = text(draft.fields(), QUANTITY);
        try {
            BigDecimal quantity = new BigDecimal(text);
            if (quantity.signum() > 0 && quantity.compareTo(QUANTITY_MOST) <= 0) {
                BigDecimal plain = quantity.stripTrailingZeros();
                if (plain.scale() <= DIGITS_MOST) {
                    return plain;
                }
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        wrong(draft, QUANTITY, text, QUANTITY_RULE);
        return BigDecimal.ONE;
    }

    private Map<String, String> units(StockEventDraft draft, StockEvent event) {
        var units = new LinkedHashMap<String, String>();
        unit(units, draft.origin(), event.handlingUnit(), draft.fields().get(QUANTITY_UNIT));
        for (StockEventDraft.Output output : draft.outputs()) {
            unit(
                    units,
                    output.origin(),
                    text(output.fields(), HANDLING_UNIT),
                    output.fields().get(QUANTITY_UNIT));
        }
        return units;
    }

    private void unit(Map<String, String> units, String origin, String handlingUnit, @Nullable String unit) {
        if (unit != null) {
            if (unit.length() > UNIT_MOST) {
                wrong.add(new Wrong(origin + QUANTITY_UNIT, unit, "1 to " + UNIT_MOST + " characters"));
            }
            units.put(handlingUnit, unit);
        }
    }
}
