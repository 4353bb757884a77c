package io.frostproof.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FieldsTest {

    private static final Duration DAY = Duration.ofDays(1);

    private enum Kind {
        LOCKER,
        FRIDGE,
        COLD_ROOM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Problems problems = new Problems("f.yaml");

    @Test
    void readsEveryTypeOfValue() throws Exception {
        Fields fields = open("""
                text: hello world
                number_as_text: 007
                id: nh-locker-01
                yes: true
                kind: cold_room
                whole: 42
                decimal: 12.50
                negative: -1.5e1
                duration: 90s
                iso: PT5M
                instant: 2026-01-31T09:00:00+01:00
                date: 2026-01-31
                zone: Europe/Lisbon
                list: [a, "b", 3]
                """);

        assertThat(fields.text("text")).isEqualTo("hello world");
        assertThat(fields.text("number_as_text")).isEqualTo("007");
        assertThat(fields.identifier("id")).isEqualTo("nh-locker-01");
        assertThat(fields.flag("yes", false)).isTrue();
        assertThat(fields.choice("kind", List.of(Kind.values()), Kind::word)).isEqualTo(Kind.COLD_ROOM);
        assertThat(fields.integer("whole", 1, 42)).isEqualTo(42);
        assertThat(fields.decimal("decimal")).isEqualTo(new BigDecimal("12.50"));
        assertThat(fields.number("negative")).isEqualTo(-15);
        assertThat(fields.duration("duration", Duration.ZERO, DAY)).isEqualTo(Duration.ofSeconds(90));
        assertThat(fields.duration("iso", Duration.ZERO, DAY)).isEqualTo(Duration.ofMinutes(5));
        assertThat(fields.instant("instant")).isEqualTo(Instant.parse("2026-01-31T08:00:00Z"));
        assertThat(fields.optionalDate("date")).contains(LocalDate.of(2026, 1, 31));
        assertThat(fields.timeZone("zone")).isEqualTo(ZoneId.of("Europe/Lisbon"));
        assertThat(fields.texts("list")).containsExactly("a", "b", "3");
        assertThat(fields.make(() -> "made")).contains("made");
        assertThat(problems.found()).isZero();
    }

    @Test
    void takesDefaultsForWhatIsAbsentOrNull() throws Exception {
        Fields fields = open("a: null\nb: ~\nc:\n");

        assertThat(fields.flag("a", true)).isTrue();
        assertThat(fields.integer("b", 1, 9, 5)).isEqualTo(5);
        assertThat(fields.optionalText("c")).isEmpty();
        assertThat(fields.duration("d", Duration.ZERO, DAY, DAY)).isEqualTo(DAY);
        assertThat(fields.optionalInstant("e")).isEmpty();
        assertThat(fields.identifier("f", "g")).isEqualTo("g");
        assertThat(fields.mentions("a")).isTrue();
        assertThat(fields.mentions("d")).isFalse();
        assertThat(fields.make(() -> "made")).contains("made");
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                wrong("v: ' '", f -> f.text("v"), "v: ' ' is not text; it is empty"),
                wrong("v: [a]", f -> f.text("v"), "v: '[a]' is not text"),
                wrong("v: {a: 1}", f -> f.text("v"), "v: '{...}' is not text"),
                wrong("v: \"a\\nb\"", f -> f.text("v"), "v: 'a?b' is not text on one line without control characters"),
                wrong(
                        "v: a/b",
                        f -> f.identifier("v"),
                        "v: 'a/b' is not an identifier: 1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', starting with"
                                + " a letter or digit"),
                wrong("v: yes", f -> f.flag("v", false), "v: 'yes' is not true or false"),
                wrong(
                        "v: lockr",
                        f -> f.choice("v", List.of(Kind.LOCKER, Kind.FRIDGE), Kind::word),
                        "v: 'lockr' is not one of locker, fridge (did you mean 'locker'?)"),
                wrong("v: 10", f -> f.integer("v", 1, 9), "v: '10' is not a whole number from 1 to 9"),
                wrong("v: 1.5", f -> f.integer("v", 1, 9), "v: '1.5' is not a whole number from 1 to 9"),
                wrong("v: \"5\"", f -> f.integer("v", 1, 9), "v: '5' is not a whole number from 1 to 9 without quotes"),
                wrong("v: warm", f -> f.number("v"), "v: 'warm' is not a number"),
                wrong("v: .nan", f -> f.number("v"), "v: '.nan' is not a number"),
                wrong("v: .inf", f -> f.number("v"), "v: '.inf' is not a number"),
                wrong("v: 1e999", f -> f.number("v"), "v: '1e999' is not a number"),
                wrong(
                        "v: 90",
                        f -> f.duration("v", Duration.ZERO, DAY),
                        "v: '90' is not a duration such as 90s, 5m, 10h, 7d or PT5M; a bare number has no unit"),
                wrong(
                        "v: -5m",
                        f -> f.duration("v", Duration.ZERO, DAY),
                        "v: '-5m' is not a duration such as 90s, 5m, 10h, 7d or PT5M"),
                wrong("v: PT-5M", f -> f.duration("v", Duration.ZERO, DAY), "v: 'PT-5M' is not from 0s to 1d"),
                wrong("v: 2d", f -> f.duration("v", Duration.ZERO, DAY), "v: '2d' is not from 0s to 1d"),
                wrong(
                        "v: PT1.5S",
                        f -> f.duration("v", Duration.ZERO, DAY),
                        "v: 'PT1.5S' is not a duration in whole seconds"),
                wrong(
                        "v: P999999999999999999D",
                        f -> f.duration("v", Duration.ZERO, DAY),
                        "v: 'P999999999999999999D' is not a duration such as 90s, 5m, 10h, 7d or PT5M"),
                wrong(
                        "v: 2026-01-31T08:00:00",
                        f -> f.instant("v"),
                        "v: '2026-01-31T08:00:00' is not an instant with its offset such as 2026-01-31T08:00:00Z or"
                                + " 2026-01-31T09:00:00+01:00; a local time alone may come twice a year or never"),
                wrong(
                        "v: 2026-01-31",
                        f -> f.instant("v"),
                        "v: '2026-01-31' is not an instant with its offset such as 2026-01-31T08:00:00Z or"
                                + " 2026-01-31T09:00:00+01:00; a local time alone may come twice a year or never"),
                wrong(
                        "v: yesterday",
                        f -> f.instant("v"),
                        "v: 'yesterday' is not an instant with its offset such as 2026-01-31T08:00:00Z or"
                                + " 2026-01-31T09:00:00+01:00"),
                wrong(
                        "v: 2200-01-01T00:00:00Z",
                        f -> f.instant("v"),
                        "v: '2200-01-01T00:00:00Z' is not from 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z"),
                wrong(
                        "v: 2026-01-31T08:00:00.000000001Z",
                        f -> f.instant("v"),
                        "v: '2026-01-31T08:00:00.000000001Z' is not an instant in whole microseconds"),
                wrong("v: 31.01.2026", f -> f.optionalDate("v"), "v: '31.01.2026' is not a date such as 2026-01-31"),
                wrong(
                        "v: Europe/Lisbo",
                        f -> f.timeZone("v"),
                        "v: 'Europe/Lisbo' is not a time zone such as Europe/Lisbon (did you mean 'Europe/Lisbon'?)"),
                wrong("v: a", f -> f.texts("v"), "v: 'a' is not a list, such as [a, b]"),
                wrong("v: [a, [b]]", f -> f.texts("v"), "v: '[b]' is not text"),
                wrong("v: a", f -> f.rows("v"), "v: 'a' is not a list of mappings"),
                wrong("v: [a]", f -> f.rows("v"), "v[0]: 'a' is not a mapping of keys and values"),
                wrong("v: a", f -> f.section("v"), "v: 'a' is not a mapping of keys and values"),
                wrong("v: [s3cret]", f -> f.optionalSecret("v"), "v: '(hidden)' is not text that is not empty"),
                wrong("v: ''", f -> f.optionalSecret("v"), "v: '(hidden)' is not text that is not empty"));
    }

    private static Arguments wrong(String text, Consumer<Fields> read, String problem) {
        return argumentSet(text, text, read, problem);
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void notesAWrongValueAndMakesNothing(String text, Consumer<Fields> read, String problem) throws Exception {
        Fields fields = open("# first line\n" + text + "\n");

        read.accept(fields);

        assertThat(problems.all()).extracting(Problem::toString).containsExactly("f.yaml:2: " + problem);
        assertThat(fields.make(() -> "made")).isEmpty();
    }

    @Test
    void collectsEveryProblemOfEveryLevelInTheOrderOfLines() throws Exception {
        Fields top = open("""
                units:
                  - {id: nh-locker-01, knd: locker}
                  - {id: a b}
                  -
                    id: nh-locker-02
                    kind: fridge
                    kind: locker
                colour: blue
                """);

        for (Fields row : top.rows("units")) {
            row.identifier("id");
            row.text("kind");
            assertThat(row.make(() -> "made")).isEmpty();
        }
        assertThat(top.make(() -> "made")).isEmpty();

        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "f.yaml:2: units[nh-locker-01].kind: missing, expected text",
                        "f.yaml:2: units[nh-locker-01].knd: 'knd' is not a key here, which are id, kind (did you mean"
                                + " 'kind'?)",
                        "f.yaml:3: units[1].id: 'a b' is not an identifier: 1 to 64 characters of a-z, A-Z, 0-9, '.', '_'"
                                + " and '-', starting with a letter or digit",
                        "f.yaml:3: units[1].kind: missing, expected text",
                        "f.yaml:7: units[nh-locker-02].kind: 'kind' is not new here: line 6 has it already",
                        "f.yaml:8: colour: 'colour' is not a key here, which are units");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("colour");
    }

    @Test
    void saysHowToWriteAUnitInBrackets() throws Exception {
        Fields fields = open("unit: [degF]\n");

        fields.choice("unit", List.of("Cel", "[degF]"), word -> word);

        assertThat(problems.all())
                .singleElement()
                .hasToString(
                        "f.yaml:1: unit: '[degF]' is not one of Cel, [degF] (write \"[degF]\" in quotes: without them the"
                                + " brackets make a list)");
    }

    @Test
    void keepsABoundedNumberOfProblemsAndSaysHowManyMoreThereAre() {
        for (int i = 0; i < Problems.MOST_KEPT + 7; i++) {
            problems.add(new Problem("f.yaml", 1, "a", "b", "c"));
        }

        assertThat(problems.all()).hasSize(Problems.MOST_KEPT + 1).last().hasToString("f.yaml: and 7 more problems");
    }

    @Test
    void shortensALongValue() {
        var problem = new Problem("f.yaml", 1, "a", "x".repeat(5000), "short");

        assertThat(problem.toString()).isEqualTo("f.yaml:1: a: '" + "x".repeat(80) + "...' is not short");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "lockr|locker",
                "LOCKER|locker",
                "cold-room|cold_room",
                "fridgee|fridge",
                "firdge|fridge",
                "banana|none",
                "x|none",
            })
    void suggestsOnlyWhatIsNear(String wrong, @org.jspecify.annotations.Nullable String nearest) {
        assertThat(Suggestion.of(wrong, List.of("locker", "fridge", "cold_room")))
                .isEqualTo(nearest == null ? "" : " (did you mean '" + nearest + "'?)");
    }

    private Fields open(String text) throws InvalidFileException, IOException {
        return YamlFile.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), problems);
    }
}
