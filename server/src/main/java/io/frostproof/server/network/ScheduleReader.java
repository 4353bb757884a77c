package io.frostproof.server.network;

import io.frostproof.alerts.condition.Schedule;
import io.frostproof.yaml.Fields;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads windows of the week: {@code when: [{days: working_days, from: "20:00", to: "06:00"}]}. */
final class ScheduleReader {

    private static final int DAY_MINUTES = 1_440;
    private static final Pattern CLOCK = Pattern.compile("([01]\\d|2[0-4]):([0-5]\\d)");
    private static final Map<String, Set<DayOfWeek>> GROUPS = Map.of(
            "every_day", EnumSet.allOf(DayOfWeek.class),
            "working_days", EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            "weekend", EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
    private static final List<String> DAYS =
            Arrays.stream(DayOfWeek.values()).map(ScheduleReader::word).toList();
    private static final String DAYS_EXPECTED =
            "every_day, working_days, weekend, or a list of " + String.join(", ", DAYS);

    private ScheduleReader() {}

    /** When a condition watches. */
    static Schedule read(Fields condition) {
        return read(condition, "when");
    }

    /** The windows under a key; always when there are none. */
    static Schedule read(Fields of, String key) {
        var windows = new ArrayList<Schedule.Window>();
        for (Fields row : of.rows(key)) {
            window(row).ifPresent(windows::add);
        }
        return new Schedule(windows);
    }

    private static Optional<Schedule.Window> window(Fields row) {
        Set<DayOfWeek> days = days(row);
        int from = minute(row, "from", 0, DAY_MINUTES - 1);
        int to = minute(row, "to", DAY_MINUTES, DAY_MINUTES);
        if (!row.has("days") && !row.has("from") && !row.has("to")) {
            row.problem("days", DAYS_EXPECTED + ", or from and to");
        }
        // Midnight ends a day as 24:00 and begins the next as 00:00.
        return row.make(() -> new Schedule.Window(days, from, to == 0 ? DAY_MINUTES : to));
    }

    private static Set<DayOfWeek> days(Fields row) {
        Optional<String> word = row.peek("days");
        if (word.isPresent()) {
            row.has("days");
            Set<DayOfWeek> group = GROUPS.get(word.get());
            if (group == null) {
                row.problem("days", DAYS_EXPECTED);
            }
            return group == null ? EnumSet.allOf(DayOfWeek.class) : group;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        row.texts("days", "one of " + String.join(", ", DAYS), DAYS::contains)
                .forEach(day -> days.add(DayOfWeek.of(1 + DAYS.indexOf(day))));
        if (row.has("days") && row.lacksItems("days")) {
            row.problem("days", DAYS_EXPECTED);
        }
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }

    private static int minute(Fields row, String key, int whenAbsent, int latest) {
        Optional<String> text = row.optionalText(key);
        if (text.isEmpty()) {
            return whenAbsent;
        }
        OptionalInt minute = parse(text.get());
        if (minute.isEmpty() || minute.getAsInt() > latest) {
            row.problem(key, "a time of day from \"00:00\" to \"" + (latest == DAY_MINUTES ? "24:00" : "23:59") + "\"");
            return whenAbsent;
        }
        return minute.getAsInt();
    }

    private static OptionalInt parse(String text) {
        Matcher clock = CLOCK.matcher(text);
        return clock.matches()
                ? OptionalInt.of(Integer.parseInt(clock.group(1)) * 60 + Integer.parseInt(clock.group(2)))
                : OptionalInt.empty();
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
