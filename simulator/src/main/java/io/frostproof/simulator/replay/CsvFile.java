package io.frostproof.simulator.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording from a CSV file (UTF-8, comma-separated, one row a line, header optional unless columns are named). The
 * whole recording is held in memory, about 50 bytes a row, since a shuffled replay needs all of it.
 */
final class CsvFile {

    private static final Map<String, String> SAMPLES =
            Map.of("sample:nab", "/samples/nab/machine_temperature_system_failure.csv");

    private final String name;
    private final Column timeColumn;
    private final Column valueColumn;
    private final boolean skipBad;
    private final List<RecordedReading> readings = new ArrayList<>();
    private int timeIndex = -1;
    private int valueIndex = -1;
    private @Nullable TimeFormat format;
    private long skipped;

    private CsvFile(ReplayOptions options) {
        this.name = options.file();
        this.timeColumn = options.timeColumn();
        this.valueColumn = options.valueColumn();
        this.skipBad = options.skipBad();
    }

    /** Reads the file that {@code options} name; the message of the exception has file, line, field, value, expected. */
    static Recording read(ReplayOptions options) throws ReplayException {
        CsvFile file = new CsvFile(options);
        try (InputStream in = open(options.file());
                // A decoder of its own, since the convenient constructors replace bad bytes silently.
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            return file.read(reader);
        } catch (NoSuchFileException e) {
            throw new ReplayException("file '" + options.file() + "': does not exist, expected a CSV file", e);
        } catch (CharacterCodingException e) {
            throw new ReplayException("file '" + options.file() + "': is not text in UTF-8", e);
        } catch (IOException e) {
            throw new ReplayException("file '" + options.file() + "': cannot be read: " + e, e);
        }
    }

    private static InputStream open(String file) throws IOException, ReplayException {
        if (!file.startsWith("sample:")) {
            return Files.newInputStream(Path.of(file));
        }
        String resource = SAMPLES.get(file);
        InputStream in = resource == null ? null : CsvFile.class.getResourceAsStream(resource);
        if (in == null) {
            throw new ReplayException("file '" + file + "': no such sample, expected one of " + SAMPLES.keySet());
        }
        return in;
    }

    private Recording read(BufferedReader reader) throws IOException, ReplayException {
        int number = 0;
        String line;
        while ((line = reader.readLine()) != null) {
            number++;
            String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (text.isBlank()) {
                continue;
            }
            List<String> fields = CsvLine.split(text);
            if (timeIndex < 0) {
                timeIndex = find(timeColumn, fields, number);
                valueIndex = find(valueColumn, fields, number);
                if (isHeader(fields)) {
                    continue;
                }
            }
            row(fields, number);
        }
        if (readings.isEmpty()) {
            throw new ReplayException("file '" + name + "': no readings, expected at least one row");
        }
        return new Recording(readings, skipped);
    }

    private int find(Column column, List<String> header, int line) throws ReplayException {
        return switch (column) {
            case Column.At at -> at.index();
            case Column.Named named -> {
                for (int i = 0; i < header.size(); i++) {
                    if (header.get(i).equalsIgnoreCase(named.name().strip())) {
                        yield i;
                    }
                }
                throw new ReplayException(
                        where(line, "header") + " has no column '" + named.name() + "', expected one of " + header);
            }
        };
    }

    private boolean isHeader(List<String> first) {
        return timeColumn instanceof Column.Named
                || valueColumn instanceof Column.Named
                || (valueIndex < first.size()
                        && number(first.get(valueIndex)) == null
                        && timeIndex < first.size()
                        && TimeFormat.detect(first.get(timeIndex)).isEmpty());
    }

    private void row(List<String> fields, int line) throws ReplayException {
        try {
            readings.add(new RecordedReading(time(fields, line), value(fields, line)));
        } catch (ReplayException e) {
            if (!skipBad) {
                throw e;
            }
            skipped++;
        }
    }

    private long time(List<String> fields, int line) throws ReplayException {
        String text = field(fields, timeIndex, "time", line);
        TimeFormat known = format;
        if (known == null) {
            known = TimeFormat.detect(text).orElseThrow(() -> wrong(line, "time", text, TimeFormat.ANY));
            format = known;
        }
        OptionalLong micros = known.parseMicros(text);
        if (micros.isEmpty()) {
            throw wrong(line, "time", text, known.expected() + " as in the first row");
        }
        return micros.getAsLong();
    }

    private double value(List<String> fields, int line) throws ReplayException {
        String text = field(fields, valueIndex, "value", line);
        Double value = number(text);
        if (value == null) {
            throw wrong(line, "value", text, "a finite number");
        }
        return value;
    }

    private String field(List<String> fields, int index, String what, int line) throws ReplayException {
        if (index >= fields.size()) {
            throw new ReplayException(where(line, what) + " is missing: the line has " + fields.size()
                    + " columns, expected at least " + (index + 1));
        }
        return fields.get(index);
    }

    /** A finite number as JSON could carry it: Java's own parser also takes "NaN", "1d" and hexadecimal. */
    private static @Nullable Double number(String text) {
        if (!text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]{1,4})?")) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private ReplayException wrong(int line, String what, String value, String expected) {
        return new ReplayException(where(line, what) + " was '" + value + "', expected " + expected);
    }

    private String where(int line, String what) {
        return "file '" + name + "', line " + line + ": " + what;
    }
}
