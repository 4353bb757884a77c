package io.frostproof.server.stock;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Stock events in a file: UTF-8, comma-separated, quoted as RFC 4180 has it, the names of columns in the first line and in any order. Several rows of one transformation are one
 * event, each with one output.
 */
public final class StockCsv {

    /** As many rows as one transaction takes in seconds. */
    public static final int ROWS_MOST = 20_000;

    private static final int WRONG_MOST = 100;

    private static final Set<String> COLUMNS = Set.of(
            "id",
            "kind",
            "time",
            "handling_unit",
            "lot",
            "quantity",
            "quantity_unit",
            "place",
            "part",
            "from",
            "container",
            "reason",
            "inputs");

    private final List<StockEventReader.Wrong> wrong = new ArrayList<>();
    private final List<StockEventDraft> drafts = new ArrayList<>();

    private StockCsv() {}

    /**
     * What a file says.
     *
     * @param wrong what is no row at all; {@code drafts} is of no use then
     */
    public record Content(List<StockEventDraft> drafts, List<StockEventReader.Wrong> wrong) {}

    public static Content read(byte[] bytes) {
        var csv = new StockCsv();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            csv.read(CsvRows.of(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            csv.wrong("file", null, "text in UTF-8");
        } catch (CsvRows.BrokenException e) {
            csv.wrong("line " + e.line(), null, e.expected());
        }
        return new Content(csv.drafts, csv.wrong);
    }

    private void wrong(String field, @org.jspecify.annotations.Nullable String value, String expected) {
        if (wrong.size() < WRONG_MOST) {
            wrong.add(new StockEventReader.Wrong(field, value, expected));
        }
    }

    private void read(List<CsvRows.Row> rows) {
        if (rows.isEmpty()) {
            wrong("line 1", null, "the names of columns: " + String.join(", ", sorted()));
            return;
        }
        List<String> columns =
                rows.getFirst().cells().stream().map(String::strip).toList();
        for (String column : columns) {
            if (!COLUMNS.contains(column)) {
                wrong("line 1", column, "a column of " + String.join(", ", sorted()));
            }
        }
        if (columns.stream().distinct().count() < columns.size()) {
            wrong("line 1", String.join(",", columns), "each column once");
        }
        if (rows.size() - 1 > ROWS_MOST) {
            wrong(
                    "file",
                    Integer.toString(rows.size() - 1),
                    "at most " + ROWS_MOST + " rows; share it out among files");
        }
        if (!wrong.isEmpty()) {
            return;
        }
        var transformations = new TreeMap<String, List<CsvRows.Row>>();
        for (CsvRows.Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != columns.size()) {
                wrong(
                        "line " + row.line(),
                        row.cells().size() + " cells",
                        columns.size() + " cells, as many as columns");
                continue;
            }
            Map<String, String> fields = fields(columns, row);
            if ("transformed".equals(fields.get("kind"))) {
                String id = fields.getOrDefault("id", "");
                String key = id.isEmpty() ? fields.get("time") + "\n" + fields.get("inputs") : id;
                transformations.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
            } else {
                String inputs = fields.remove("inputs");
                drafts.add(new StockEventDraft(
                        origin(row), fields, inputs == null ? List.of() : names(inputs), List.of()));
            }
        }
        transformations.values().forEach(group -> drafts.add(transformation(columns, group)));
    }

    private static List<String> sorted() {
        return COLUMNS.stream().sorted().toList();
    }

    private static String origin(CsvRows.Row row) {
        return "line " + row.line() + ", ";
    }

    private static Map<String, String> fields(List<String> columns, CsvRows.Row row) {
        var fields = new HashMap<String, String>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = row.cells().get(i).strip();
            if (!cell.isEmpty()) {
                fields.put(columns.get(i), cell);
            }
        }
        return fields;
    }

    private static List<String> names(String inputs) {
        return Stream.of(inputs.split(";", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static final Set<String> OF_OUTPUT = Set.of("handling_unit", "lot", "quantity", "quantity_unit");

    private StockEventDraft transformation(List<String> columns, List<CsvRows.Row> rows) {
        var outputs = new ArrayList<StockEventDraft.Output>();
        Map<String, String> event = new LinkedHashMap<>();
        for (CsvRows.Row row : rows) {
            Map<String, String> fields = fields(columns, row);
            var output = new HashMap<>(fields);
            output.keySet().retainAll(OF_OUTPUT);
            outputs.add(new StockEventDraft.Output(origin(row), output));
            fields.keySet().removeAll(OF_OUTPUT);
            if (event.isEmpty()) {
                event.putAll(fields);
            } else if (!event.equals(fields)) {
                wrong(
                        "line " + row.line(),
                        null,
                        "the time and inputs of line " + rows.getFirst().line()
                                + ", which is of the same transformation");
            }
        }
        String inputs = event.remove("inputs");
        return new StockEventDraft(origin(rows.getFirst()), event, inputs == null ? List.of() : names(inputs), outputs);
    }

    /** The id of an event that has none: of what it says, so that the same file told again is known. */
    public static String id(StockEventDraft draft) {
        var all = new StringBuilder(new TreeMap<>(draft.fields()).toString()).append(draft.inputs());
        draft.outputs().forEach(output -> all.append(new TreeMap<>(output.fields())));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return "csv:" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
