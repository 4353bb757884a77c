package io.frostproof.server.stock;

import java.util.ArrayList;
import java.util.List;

/** Rows of a CSV text as RFC 4180 has it: commas, cells in quotes may hold commas, quotes (doubled) and line ends. Empty lines are no rows. */
final class CsvRows {

    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int line = 1;

    private CsvRows(String text) {
        this.text = text;
    }

    /** @param line number of its first line, from 1 */
    record Row(int line, List<String> cells) {}

    /** It is no CSV. */
    static final class BrokenException extends Exception {
        private final int line;
        private final String expected;

        BrokenException(int line, String expected) {
            super("line " + line + ": expected " + expected);
            this.line = line;
            this.expected = expected;
        }

        int line() {
            return line;
        }

        String expected() {
            return expected;
        }
    }

    static List<Row> of(String text) throws BrokenException {
        var reader = new CsvRows(text);
        while (reader.at < text.length()) {
            reader.row();
        }
        return reader.rows;
    }

    private void row() throws BrokenException {
        int begin = line;
        var cells = new ArrayList<String>();
        boolean more = true;
        while (more) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            more = at < text.length() && text.charAt(at) == ',';
            at += more ? 1 : 0;
        }
        endLine();
        if (cells.size() > 1 || !cells.getFirst().isBlank()) {
            rows.add(new Row(begin, List.copyOf(cells)));
        }
    }

    private void endLine() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
    }

    private boolean ends(char c) {
        return c == ',' || c == '\n' || c == '\r';
    }

    private String plain() {
        int begin = at;
        while (at < text.length() && !ends(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private String quoted() throws BrokenException {
        int begin = line;
        var cell = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw new BrokenException(begin, "the quote that ends a cell");
            }
            char c = text.charAt(at++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                cell.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                break;
            }
        }
        if (at < text.length() && !ends(text.charAt(at))) {
            throw new BrokenException(line, "a comma or the end of the line after a cell in quotes");
        }
        return cell.toString();
    }
}
