package io.frostproof.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping, read by type. A field that is missing or wrong is noted in {@link Problems} and reading goes
 * on; a required field then returns a stand-in, which goes nowhere, because {@link #make} does not call its maker for a
 * mapping that has a problem. Every accessor also makes its key known; {@link #make} notes the unknown ones.
 *
 * <p>A key whose value is empty or {@code null} counts as absent. For one thread.
 */
public final class Fields {

    /** Longest duration that a file may hold unless a field says less. */
    public static final Duration LONGEST_DURATION = Duration.ofDays(36_500);

    private final Problems problems;
    private final String path;
    private final YamlNode.Mapping mapping;
    private final @Nullable Fields parent;
    private final Set<String> known = new LinkedHashSet<>();
    private boolean wrong;

    Fields(Problems problems, String path, YamlNode.Mapping mapping, @Nullable Fields parent) {
        this.problems = problems;
        this.path = path;
        this.mapping = mapping;
        this.parent = parent;
        for (YamlNode.Repeat repeat : mapping.repeats()) {
            String expected = "new here: line " + repeat.firstLine() + " has it already";
            note(new Problem(problems.file(), repeat.line(), pathOf(repeat.key()), repeat.key(), expected));
        }
    }

    /** Line of the mapping, counted from 1. */
    public int line() {
        return mapping.line();
    }

    /** Line of a field, or of the mapping when the field is absent. */
    public int line(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.line() : entry.value().line();
    }

    /** Whether a field is there with a value. Makes the key known. */
    public boolean has(String key) {
        known.add(key);
        return node(key).isPresent();
    }

    /** Whether a field is written at all, be it as {@code null}. Makes the key known. */
    public boolean mentions(String key) {
        known.add(key);
        return mapping.entries().containsKey(key);
    }

    /** The text of a field as it stands, when it is a scalar. Does not make the key known and notes nothing. */
    public Optional<String> peek(String key) {
        return node(key).flatMap(node -> node instanceof YamlNode.Scalar s ? Optional.of(s.text()) : Optional.empty());
    }

    /** Text on one line, not blank. */
    public String text(String key) {
        return required(key, "text", scalar -> Scalars.text(scalar.text())).orElse("");
    }

    /** As {@link #text(String)}, saying of what sort the missing text is, such as {@code the id of a unit}. */
    public String text(String key, String sort) {
        return required(key, sort, scalar -> Scalars.text(scalar.text())).orElse("");
    }

    /** As {@link #text(String)}, empty when absent. */
    public Optional<String> optionalText(String key) {
        return optional(key, "text", scalar -> Scalars.text(scalar.text()));
    }

    /** As {@link #text(String)}, for what nobody may see: problems do not show the value. Not trimmed, may hold anything. */
    public Optional<String> optionalSecret(String key) {
        known.add(key);
        Optional<YamlNode> node = node(key);
        if (node.isPresent()
                && !(node.get() instanceof YamlNode.Scalar scalar
                        && !scalar.text().isEmpty())) {
            note(new Problem(problems.file(), line(key), pathOf(key), "(hidden)", "text that is not empty"));
            return Optional.empty();
        }
        return peek(key);
    }

    /** An identifier by {@link Identifiers#RULE}. */
    public String identifier(String key) {
        return required(key, "an identifier: " + Identifiers.RULE, scalar -> Scalars.identifier(scalar.text()))
                .orElse("stand-in");
    }

    /** As {@link #identifier(String)}, with a default. */
    public String identifier(String key, String whenAbsent) {
        return optional(key, "an identifier: " + Identifiers.RULE, scalar -> Scalars.identifier(scalar.text()))
                .orElse(whenAbsent);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean whenAbsent) {
        return optional(key, "true or false", plain("true or false", Scalars::bool))
                .orElse(whenAbsent);
    }

    /** One of {@code choices}, by its word in files. */
    public <E> E choice(String key, List<E> choices, Function<E, String> word) {
        return choice(key, choices, word, true).orElse(choices.get(0));
    }

    /** As {@link #choice(String, List, Function)}, with a default. */
    public <E> E choice(String key, List<E> choices, Function<E, String> word, E whenAbsent) {
        return choice(key, choices, word, false).orElse(whenAbsent);
    }

    private <E> Optional<E> choice(String key, List<E> choices, Function<E, String> word, boolean required) {
        List<String> words = choices.stream().map(word).toList();
        String expected = (words.size() > 1 ? "one of " : "") + String.join(", ", words);
        // [degF] without quotes is a list in YAML, and the commonest way to get a unit wrong.
        Optional<YamlNode> node = node(key);
        if (node.isPresent()
                && node.get() instanceof YamlNode.Sequence
                && words.contains(node.get().shown())) {
            expected += " (write \"" + node.get().shown() + "\" in quotes: without them the brackets make a list)";
        }
        String finalExpected = expected;
        return value(key, required, expected, scalar -> {
            int index = words.indexOf(scalar.text());
            return index >= 0
                    ? Parsed.of(choices.get(index))
                    : Parsed.not(finalExpected + Suggestion.of(scalar.text(), words));
        });
    }

    /** A whole number in a range, both ends included. */
    public long integer(String key, long lowest, long highest) {
        String expected = Scalars.wholeNumber(lowest, highest);
        return required(key, expected, plain(expected, text -> Scalars.integer(text, lowest, highest)))
                .orElse(lowest);
    }

    /** As {@link #integer(String, long, long)}, with a default. */
    public int integer(String key, int lowest, int highest, int whenAbsent) {
        String expected = Scalars.wholeNumber(lowest, highest);
        return optional(key, expected, plain(expected, text -> Scalars.integer(text, lowest, highest)))
                .map(Long::intValue)
                .orElse(whenAbsent);
    }

    /** A decimal number of at most 18 digits before and after the point. */
    public BigDecimal decimal(String key) {
        return required(key, "a number", plain("a number", Scalars::number)).orElse(BigDecimal.ONE);
    }

    /** As {@link #decimal}, as a floating-point number; always finite. */
    public double number(String key) {
        return decimal(key).doubleValue();
    }

    /** As {@link #number(String)}, empty when absent. */
    public Optional<Double> optionalNumber(String key) {
        return optional(key, "a number", plain("a number", Scalars::number)).map(BigDecimal::doubleValue);
    }

    /** Whole seconds, written as {@code 90s, 5m, 10h, 7d} or ISO 8601, in a range with both ends included. */
    public Duration duration(String key, Duration shortest, Duration longest) {
        return required(key, Scalars.DURATION, scalar -> Scalars.duration(scalar.text(), shortest, longest))
                .orElse(shortest);
    }

    /** As {@link #duration(String, Duration, Duration)}, with a default. */
    public Duration duration(String key, Duration shortest, Duration longest, Duration whenAbsent) {
        return optional(key, Scalars.DURATION, scalar -> Scalars.duration(scalar.text(), shortest, longest))
                .orElse(whenAbsent);
    }

    /** ISO 8601 with Z or an offset, in whole microseconds, from 1970 to before 2200. */
    public Instant instant(String key) {
        return required(key, Scalars.INSTANT, scalar -> Scalars.instant(scalar.text()))
                .orElse(Instant.EPOCH);
    }

    /** As {@link #instant(String)}, empty when absent. */
    public Optional<Instant> optionalInstant(String key) {
        return optional(key, Scalars.INSTANT, scalar -> Scalars.instant(scalar.text()));
    }

    /** An ISO 8601 date, empty when absent. */
    public Optional<LocalDate> optionalDate(String key) {
        return optional(key, Scalars.DATE, scalar -> Scalars.date(scalar.text()));
    }

    /** A time zone that this Java knows. */
    public ZoneId timeZone(String key) {
        return required(key, Scalars.TIME_ZONE, scalar -> Scalars.timeZone(scalar.text()))
                .orElse(ZoneId.of("UTC"));
    }

    /** A list of texts as they stand; empty when absent. */
    public List<String> texts(String key) {
        return texts(key, "text", text -> true);
    }

    /**
     * A list of texts of one sort; empty when absent.
     *
     * @param sort completes "is not ..."
     */
    public List<String> texts(String key, String sort, Predicate<String> ofThatSort) {
        var texts = new ArrayList<String>();
        for (YamlNode item : items(key, "a list, such as [a, b]")) {
            if (item instanceof YamlNode.Scalar scalar && !scalar.isNull() && ofThatSort.test(scalar.text())) {
                texts.add(scalar.text());
            } else {
                note(new Problem(problems.file(), item.line(), pathOf(key), item.shown(), sort));
            }
        }
        return texts;
    }

    /** Whether a list is absent or empty; false for what is no list. */
    public boolean lacksItems(String key) {
        return node(key)
                .map(node ->
                        node instanceof YamlNode.Sequence list && list.items().isEmpty())
                .orElse(true);
    }

    /** A mapping inside this one; empty when absent. */
    public Optional<Fields> section(String key) {
        known.add(key);
        Optional<YamlNode> node = node(key);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Mapping)) {
            problem(key, "a mapping of keys and values");
        }
        return node.flatMap(n -> n instanceof YamlNode.Mapping inner
                ? Optional.of(new Fields(problems, pathOf(key), inner, this))
                : Optional.empty());
    }

    /** As {@link #section}, and a problem when absent. */
    public Optional<Fields> requiredSection(String key) {
        if (!has(key)) {
            problem(key, "a mapping of keys and values");
        }
        return section(key);
    }

    /** A list of mappings, each called by its {@code id} when that is valid and by its number, from 0, when not. */
    public List<Fields> rows(String key) {
        var rows = new ArrayList<Fields>();
        int number = 0;
        for (YamlNode item : items(key, "a list of mappings")) {
            String name = pathOf(key) + "[" + nameOf(item, number) + "]";
            if (item instanceof YamlNode.Mapping inner) {
                rows.add(new Fields(problems, name, inner, this));
            } else {
                note(new Problem(problems.file(), item.line(), name, item.shown(), "a mapping of keys and values"));
            }
            number++;
        }
        return rows;
    }

    private static String nameOf(YamlNode item, int number) {
        YamlNode.Entry id =
                item instanceof YamlNode.Mapping inner ? inner.entries().get("id") : null;
        return id != null && id.value() instanceof YamlNode.Scalar name && Identifiers.valid(name.text())
                ? name.text()
                : Integer.toString(number);
    }

    private List<YamlNode> items(String key, String expected) {
        known.add(key);
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        problem(key, expected);
        return List.of();
    }

    /**
     * Notes that a field is wrong, with its value as the file has it.
     *
     * @param expected completes "is not ..."
     */
    public void problem(String key, String expected) {
        String value = node(key).map(YamlNode::shown).orElse(null);
        note(new Problem(problems.file(), line(key), pathOf(key), value, expected));
    }

    /** As {@link #problem}, for a field whose value nobody may see. */
    public void hiddenProblem(String key, String expected) {
        note(new Problem(problems.file(), line(key), pathOf(key), has(key) ? "(hidden)" : null, expected));
    }

    /** What {@code maker} makes, or empty when anything in this mapping or below it is wrong. Notes unknown keys first. */
    public <T> Optional<T> make(Supplier<T> maker) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                String expected = "a key here, which are " + String.join(", ", known) + Suggestion.of(key, known);
                note(new Problem(problems.file(), entry.keyLine(), pathOf(key), key, expected));
            }
        });
        return wrong ? Optional.empty() : Optional.of(maker.get());
    }

    private void note(Problem problem) {
        problems.add(problem);
        for (Fields fields = this; fields != null; fields = fields.parent) {
            fields.wrong = true;
        }
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The value of a key; null values are as good as none. */
    private Optional<YamlNode> node(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry == null || (entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull())
                ? Optional.empty()
                : Optional.of(entry.value());
    }

    private <T> Optional<T> required(String key, String expected, Function<YamlNode.Scalar, Parsed<T>> parser) {
        return value(key, true, expected, parser);
    }

    private <T> Optional<T> optional(String key, String expected, Function<YamlNode.Scalar, Parsed<T>> parser) {
        return value(key, false, expected, parser);
    }

    private <T> Optional<T> value(
            String key, boolean required, String expected, Function<YamlNode.Scalar, Parsed<T>> parser) {
        known.add(key);
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            if (required) {
                problem(key, expected);
            }
            return Optional.empty();
        }
        if (!(node.get() instanceof YamlNode.Scalar scalar)) {
            problem(key, expected);
            return Optional.empty();
        }
        Parsed<T> parsed = parser.apply(scalar);
        if (parsed.value().isEmpty()) {
            problem(key, parsed.expected());
        }
        return parsed.value();
    }

    private static <T> Function<YamlNode.Scalar, Parsed<T>> plain(String expected, Function<String, Parsed<T>> parser) {
        return scalar -> scalar.plain() ? parser.apply(scalar.text()) : Parsed.not(expected + " without quotes");
    }
}
