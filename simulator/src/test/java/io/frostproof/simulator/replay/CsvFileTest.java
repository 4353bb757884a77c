package io.frostproof.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.simulator.device.BrokerAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFileTest {

    private static final BrokerAddress BROKER = BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:1"));

    @TempDir
    private Path directory;

    @Test
    void readsTheSampleAsItsTableSays() throws Exception {
        Recording sample = CsvFile.read(ReplayOptions.of(BROKER, "n", "d", "c", "sample:nab"));

        assertThat(sample.readings())
                .hasSize(22_695)
                .first()
                .isEqualTo(new RecordedReading(1_386_018_900_000_000L, 73.96732207));
        assertThat(sample.distinctTimes()).isEqualTo(22_683);
        assertThat(sample.conflicts()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "2013-12-02 21:15:00, 1386018900000000",
        "2013-12-02T21:15:00.5, 1386018900500000",
        "2013-12-02T21:15:00Z, 1386018900000000",
        "2013-12-02 22:15:00+01:00, 1386018900000000",
        "1386018900, 1386018900000000",
        "1386018900.25, 1386018900250000",
        "1386018900000, 1386018900000000",
        "1386018900000.5, 1386018900000500"
    })
    void findsTheFormatOfTimesFromTheFirstRow(String time, long micros) throws Exception {
        assertThat(read("time,value\n" + time + ",1\n" + time + ",1\n").readings())
                .containsExactly(new RecordedReading(micros, 1), new RecordedReading(micros, 1));
    }

    @Test
    void readsQuotesBlankLinesAByteOrderMarkAndNoHeader() throws Exception {
        assertThat(read("\uFEFF\"2013-12-02 21:15:00\",\"1.5\",\"a, \"\"b\"\"\"\r\n\r\n2013-12-02 21:20:00, -2e1 \r\n")
                        .readings())
                .extracting(RecordedReading::value)
                .containsExactly(1.5, -20.0);
    }

    @Test
    void findsColumnsByNameAndByPlace() throws Exception {
        String text = "id,Value,When\nx,7,1386018900\n";
        assertThat(read(text, new Column.Named("when"), new Column.Named("value"))
                        .readings())
                .containsExactly(new RecordedReading(1_386_018_900_000_000L, 7));
        assertThat(read(text, new Column.At(2), new Column.At(1)).readings())
                .containsExactly(new RecordedReading(1_386_018_900_000_000L, 7));
    }

    @Test
    void countsConflictsAsReadingsThatLoseTheirTime() throws Exception {
        Recording recording = read("t,v\n1,5\n1,5\n1,6\n1,7\n2,0\n2,-0.0\n");

        assertThat(recording.distinctTimes()).isEqualTo(2);
        assertThat(recording.conflicts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t,v;1386018900,1;1386018900,x | line 3: value was 'x', expected a finite number",
                "t,v;1386018900,NaN | line 2: value was 'NaN'",
                "t,v;1386018900,1;2013-12-02 21:15:00,1 | line 3: time was '2013-12-02 21:15:00', expected seconds since 1970",
                "t,v;1386018900,1;1386018900 | line 3: value is missing",
                "t,v;yesterday,1 | line 2: time was 'yesterday', expected a date and time",
                "t,v | no readings"
            })
    void namesLineFieldValueAndExpectation(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(message);
    }

    @Test
    void namesAMissingColumnFileAndSample() {
        assertThatThrownBy(() -> read("a,b\n1,2\n", new Column.Named("time"), new Column.At(1)))
                .hasMessageContaining("has no column 'time', expected one of [a, b]");
        assertThatThrownBy(() -> CsvFile.read(ReplayOptions.of(BROKER, "n", "d", "c", "/nowhere.csv")))
                .hasMessageContaining("'/nowhere.csv': does not exist");
        assertThatThrownBy(() -> CsvFile.read(ReplayOptions.of(BROKER, "n", "d", "c", "sample:x")))
                .hasMessageContaining("no such sample, expected one of [sample:nab]");
    }

    @Test
    void refusesAFileThatIsNotText() throws Exception {
        Path file = directory.resolve("binary.csv");
        Files.write(file, new byte[] {'1', ',', (byte) 0xFF, '\n'});

        assertThatThrownBy(() -> CsvFile.read(ReplayOptions.of(BROKER, "n", "d", "c", file.toString())))
                .hasMessageContaining("not text in UTF-8");
    }

    @Test
    void leavesOutBadRowsAndCountsThemWhenAsked() throws Exception {
        Path file = write("t,v\n1386018900,1\nx,1\n1386018900,\n1386018901,2\n");

        Recording recording = CsvFile.read(ReplayOptions.builder(BROKER, "n", "d", "c", file.toString())
                .skipBad(true)
                .build());

        assertThat(recording.readings()).hasSize(2);
        assertThat(recording.skipped()).isEqualTo(2);
    }

    @Test
    void pacesByPlaceAndNeverBackwards() {
        List<RecordedReading> readings = List.of(
                new RecordedReading(0, 1), new RecordedReading(10_000_000, 1), new RecordedReading(4_000_000, 1));

        Pace pace = Pace.of(readings, 3, java.util.OptionalDouble.of(10));

        assertThat(List.of(
                        pace.due(0).toMillis(),
                        pace.due(1).toMillis(),
                        pace.due(2).toMillis()))
                .containsExactly(0L, 1000L, 1000L);
    }

    private Recording read(String text) throws Exception {
        return read(text, new Column.At(0), new Column.At(1));
    }

    private Recording read(String text, Column time, Column value) throws Exception {
        return CsvFile.read(
                ReplayOptions.builder(BROKER, "n", "d", "c", write(text).toString())
                        .columns(time, value)
                        .build());
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("file.csv"), text, StandardCharsets.UTF_8);
    }
}
