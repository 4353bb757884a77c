package io.frostproof.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolCommandTest {

    /** The golden vector one-reading. */
    private static final String ONE = "fb110007920880ead3de9f340102743100fe0100b806c4b44bd1";

    private static final String ONE_LINE =
            "{\"boot\":7,\"seq\":1042,\"ch\":\"t1\",\"time\":\"2026-11-21T02:00:00Z\",\"time_us\":1795226400000000,"
                    + "\"value\":4.12,\"unit\":null,\"quality\":[]}";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void passesItsOwnVectors() {
        assertThat(run("protocol", "check", "--json")).isZero();

        assertThat(out.toString())
                .matches(
                        "\\{\"vectors\":(\\d+),\"passed\":\\1,\"failed\":0,\"by_format\":\\{\"binary\":.*,\"json\":.*}}\\s*");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void failsAnotherImplementationWithNameExpectationAndAnswer() throws IOException {
        Path file = write("theirs.json", """
                {"vectors": [{"name": "bad-boot", "malformed": {"reason": "truncated"}},
                             {"name": "mine", "form": "binary", "hex": "%s",
                              "decoded": {"boot": 7, "seq": 1042, "readings": [{"ch": "t1", "time_us": 1795226400000000, "value": 4.12}]}},
                             {"name": "mine too", "form": "binary", "hex": "%s", "decoded": {"boot": 7, "seq": 1043}},
                             {"name": "bad-magic", "malformed": {"reason": "not_a_frame"}}]}
                """.formatted(ONE, ONE));

        assertThat(run("protocol", "check", file.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("bad-boot: expected {\"malformed\":{\"reason\":\"out_of_range\"")
                .contains("got {\"malformed\":{\"reason\":\"truncated\"")
                .contains("mine too: expected")
                .doesNotContain("mine: ");
        assertThat(out.toString()).contains("binary: 2 of 4 vectors passed");
    }

    @Test
    void decodesAFrameFromHexAndFromBytes() throws IOException {
        Path raw = Files.write(folder.resolve("one.bin"), HexFormat.of().parseHex(ONE));

        assertThat(run(
                        "protocol",
                        "decode",
                        "--format",
                        "binary",
                        write("one.hex", ONE + "\n").toString()))
                .isZero();
        assertThat(run("protocol", "decode", "--format", "binary", raw.toString()))
                .isZero();

        assertThat(out.toString().lines()).containsExactly(ONE_LINE, ONE_LINE);
    }

    @Test
    void saysWhyAMessageIsRefused() throws IOException {
        Path broken = write("broken.hex", ONE.substring(0, ONE.length() - 2) + "00");

        assertThat(run("protocol", "decode", "--format", "binary", broken.toString()))
                .isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("bad_checksum: checksum was 004bb4c4, expected d14bb4c4");
    }

    @Test
    void printsWhatCanBeUsedAndSaysWhatCannot() throws IOException {
        Path half = write("half.json", "{\"readings\":[{\"ch\":\"t1\",\"v\":1},{\"ch\":\"t2\",\"v\":\"4\"}]}");

        assertThat(run("protocol", "decode", "--format", "json", half.toString()))
                .isEqualTo(1);

        assertThat(out.toString()).contains("\"ch\":\"t1\"").doesNotContain("t2");
        assertThat(err.toString()).contains("wrong_type: readings[1].v was \"4\"");
    }

    @Test
    void encodesWhatItDecoded() throws IOException {
        Path lines = write("lines.json", ONE_LINE + "\n");

        assertThat(run("protocol", "encode", "--format", "binary", lines.toString()))
                .isZero();
        assertThat(run("protocol", "encode", "--format", "json", "--boot", "8", "--seq", "0", lines.toString()))
                .isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        ONE, "{\"boot\":8,\"seq\":0,\"readings\":[{\"ch\":\"t1\",\"t\":1795226400000,\"v\":4.12}]}");
    }

    @Test
    void signsWithAKeyAndRefusesWithoutIt() throws IOException {
        Path lines = write(
                "lines.json", "{\"ch\":\"t1\",\"up_us\":1000,\"value\":5,\"unit\":\"Cel\",\"quality\":[\"clock\"]}\n");
        Path key = write("key", "000102030405060708090a0b0c0d0e0f\n");
        assertThat(run(
                        "protocol",
                        "encode",
                        "--format",
                        "binary",
                        "--boot",
                        "1",
                        "--seq",
                        "2",
                        "--up",
                        "5",
                        "--key-file",
                        key.toString(),
                        lines.toString()))
                .isZero();
        Path signed = write("signed.hex", out.toString());

        assertThat(run("protocol", "decode", "--format", "binary", "--key-file", key.toString(), signed.toString()))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "\"up_ms\":5,\"ch\":\"t1\",\"up_us\":1000,\"value\":5.0,\"unit\":\"Cel\",\"quality\":[\"clock\"]");
        Path unsigned = write("one.hex", ONE);
        assertThat(run("protocol", "decode", "--format", "binary", "--key-file", key.toString(), unsigned.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("unsigned: flags");
    }

    @Test
    void printsOtherMessages() throws IOException {
        Path receipt = write("receipt.json", "{\"boot\":7,\"seq\":1042}");

        assertThat(run("protocol", "decode", "--format", "json", "--type", "receipt", receipt.toString()))
                .isZero();

        assertThat(out.toString()).isEqualToIgnoringNewLines("{\"boot\":7,\"from\":0,\"seq\":1042}");
    }

    @Test
    void namesLineAndFieldOfAWrongReading() throws IOException {
        Path lines = write("lines.json", ONE_LINE + "\n{\"ch\":\"t1\",\"value\":\"4\"}\n");

        assertThat(run("protocol", "encode", "--format", "binary", lines.toString()))
                .isEqualTo(2);

        assertThat(err.toString()).contains("line 2: value was \"4\", expected a number");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int run(String... arguments) {
        return Frostproof.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
