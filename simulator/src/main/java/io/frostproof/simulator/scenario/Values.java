package io.frostproof.simulator.scenario;

import io.frostproof.yaml.Fields;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Values that several parts of a scenario file have. Each notes what is wrong and returns a stand-in. */
final class Values {

    private static final int MINUTES_PER_DAY = 1_440;

    /** Days of the week by a word. */
    enum Days {
        EVERY_DAY(EnumSet.allOf(DayOfWeek.class)),
        WORKING_DAYS(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)),
        WEEKEND(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

        @SuppressWarnings("ImmutableEnumChecker") // never changed
        private final Set<DayOfWeek> days;

        Days(Set<DayOfWeek> days) {
            this.days = days;
        }

        Set<DayOfWeek> days() {
            return days;
        }
    }

    private Values() {}

    /** A number from {@code lowest} to {@code highest}, or {@code whenAbsent}. */
    static double number(Fields fields, String key, double lowest, double highest, double whenAbsent) {
        double value = fields.optionalNumber(key).orElse(whenAbsent);
        if (!(value >= lowest && value <= highest)) {
            fields.problem(key, "a number from " + shown(lowest) + " to " + shown(highest));
            return whenAbsent;
        }
        return value;
    }

    /** As above; a problem when absent. */
    static double number(Fields fields, String key, double lowest, double highest) {
        double value = fields.number(key);
        if (fields.has(key) && !(value >= lowest && value <= highest)) {
            fields.problem(key, "a number from " + shown(lowest) + " to " + shown(highest));
        }
        return Math.clamp(value, lowest, highest);
    }

    static String shown(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** An id of this file; {@code sort} completes "the id of a". */
    static String reference(Fields fields, String key, Collection<String> ids, String sort) {
        String id = fields.text(key, "the id of a " + sort);
        if (fields.has(key) && !ids.contains(id)) {
            fields.problem(key, "the id of a " + sort + " of this file");
        }
        return id;
    }

    /** An identifier that no other row has. */
    static String newId(Fields fields, String key, Set<String> taken) {
        String id = fields.identifier(key);
        if (fields.has(key) && !taken.add(id)) {
            fields.problem(key, "new here: it stands above already");
        }
        return id;
    }

    static <E extends Enum<E>> E word(Fields fields, String key, Class<E> type) {
        return fields.choice(key, List.of(type.getEnumConstants()), Values::wordOf);
    }

    static <E extends Enum<E>> E word(Fields fields, String key, Class<E> type, E whenAbsent) {
        return fields.choice(key, List.of(type.getEnumConstants()), Values::wordOf, whenAbsent);
    }

    static String wordOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A time of day such as 07:30, in minutes; 24:00 is the end of the day. */
    static int minuteOfDay(Fields fields, String key) {
        String text = fields.text(key, "a time of day, UTC, such as 07:30");
        if (text.equals("24:00")) {
            return MINUTES_PER_DAY;
        }
        try {
            return LocalTime.parse(text).toSecondOfDay() / 60;
        } catch (DateTimeParseException e) {
            if (fields.has(key)) {
                fields.problem(key, "a time of day, UTC, such as 07:30");
            }
            return 0;
        }
    }
}
