package io.frostproof.yaml;

import java.util.List;
import java.util.Map;

/** A YAML value that knows where it stands. Lines are counted from 1. */
sealed interface YamlNode {

    int line();

    /** How a problem shows it. */
    String shown();

    /**
     * One value.
     *
     * @param plain written without quotes, so that {@code 5} is a number and {@code null} is nothing
     */
    record Scalar(String text, boolean plain, int line) implements YamlNode {
        boolean isNull() {
            return plain
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }

        @Override
        public String shown() {
            return text;
        }
    }

    /** Items in file order. */
    record Sequence(List<YamlNode> items, int line) implements YamlNode {
        @Override
        public String shown() {
            return items.size() == 1 && items.get(0) instanceof Scalar only ? "[" + only.text() + "]" : "[...]";
        }
    }

    /**
     * Keys and values.
     *
     * @param entries by key, in file order; the first of a repeated key
     * @param repeats keys that came again
     */
    record Mapping(Map<String, Entry> entries, List<Repeat> repeats, int line) implements YamlNode {
        @Override
        public String shown() {
            return "{...}";
        }
    }

    /** A value and the line of its key. */
    record Entry(int keyLine, YamlNode value) {}

    /** A key that came again at {@code line}. */
    record Repeat(String key, int line, int firstLine) {}
}
