package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table for a terminal. When it is too wide, it first does without the columns that matter least, then cuts texts. Immutable.
 *
 * @param columns from left to right
 */
record Table(List<Column> columns) {

    /** Characters of an id that a table shows. */
    static final int SHORT_ID = 8;

    /** A width that nothing reaches: the output is no terminal. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String BETWEEN = "  ";
    /** Cut texts keep at least so many characters. */
    private static final int SHORTEST = 8;

    Table {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param right numbers stand at the right
     * @param cut whether its texts may be cut
     * @param spare 0: always there; otherwise columns with the highest number are left out first
     */
    record Column(String title, boolean right, boolean cut, int spare, Function<JsonNode, String> cell) {

        static Column of(String title, Function<JsonNode, String> cell) {
            return new Column(title, false, false, 0, cell);
        }

        Column atRight() {
            return new Column(title, true, cut, spare, cell);
        }

        Column mayBeCut() {
            return new Column(title, right, true, spare, cell);
        }

        Column spare(int rank) {
            return new Column(title, right, cut, rank, cell);
        }
    }

    /** Decides about columns and widths by some rows, which may be the first of many. */
    Layout layout(List<JsonNode> rows, int width) {
        List<Column> kept = new ArrayList<>(columns);
        List<Integer> natural = new ArrayList<>();
        for (Column column : columns) {
            natural.add(Math.max(
                    length(column.title()),
                    rows.stream()
                            .mapToInt(row -> length(column.cell().apply(row)))
                            .max()
                            .orElse(0)));
        }
        while (narrowest(kept, natural) > width) {
            int spare = leastNeeded(kept);
            if (spare < 0) {
                break;
            }
            kept.remove(spare);
            natural.remove(/* index */ spare);
        }
        List<Integer> widths = new ArrayList<>(natural);
        while (total(widths) > width) {
            int widest = IntStream.range(0, kept.size())
                    .filter(i -> kept.get(i).cut() && widths.get(i) > shortest(kept.get(i), natural.get(i)))
                    .reduce((a, b) -> widths.get(b) > widths.get(a) ? b : a)
                    .orElse(-1);
            if (widest < 0) {
                break;
            }
            widths.set(widest, widths.get(widest) - 1);
        }
        return new Layout(List.copyOf(kept), List.copyOf(widths));
    }

    private static int narrowest(List<Column> kept, List<Integer> natural) {
        return total(IntStream.range(0, kept.size())
                .mapToObj(i -> kept.get(i).cut() ? shortest(kept.get(i), natural.get(i)) : natural.get(i))
                .toList());
    }

    private static int shortest(Column column, int natural) {
        return Math.min(natural, Math.max(SHORTEST, length(column.title())));
    }

    private static int total(List<Integer> widths) {
        return widths.stream().mapToInt(Integer::intValue).sum() + BETWEEN.length() * Math.max(0, widths.size() - 1);
    }

    private static int leastNeeded(List<Column> kept) {
        return IntStream.range(0, kept.size())
                .filter(i -> kept.get(i).spare() > 0)
                .reduce((a, b) -> kept.get(b).spare() > kept.get(a).spare() ? b : a)
                .orElse(-1);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Columns and widths, decided. */
    record Layout(List<Column> columns, List<Integer> widths) {

        String head() {
            return line(columns.stream().map(Column::title).toList());
        }

        String row(JsonNode item) {
            return line(
                    columns.stream().map(column -> column.cell().apply(item)).toList());
        }

        private String line(List<String> cells) {
            var line = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                String cell = columns.get(i).cut() ? cut(cells.get(i), widths.get(i)) : cells.get(i);
                String padding = " ".repeat(Math.max(0, widths.get(i) - length(cell)));
                line.append(i == 0 ? "" : BETWEEN);
                line.append(columns.get(i).right() ? padding + cell : cell + padding);
            }
            return line.toString().stripTrailing();
        }

        private static String cut(String text, int width) {
            return length(text) <= width
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, width - 1)).stripTrailing() + "…";
        }
    }
}
