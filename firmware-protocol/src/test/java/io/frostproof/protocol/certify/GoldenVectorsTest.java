package io.frostproof.protocol.certify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.TelemetryEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file and the codec have to agree, and the file has to be worth agreeing with. */
class GoldenVectorsTest {

    static List<GoldenVector> all() throws IOException {
        return VectorFile.builtIn();
    }

    static Stream<GoldenVector> good() throws IOException {
        return all().stream().filter(vector -> vector.decoded() != null);
    }

    static Stream<GoldenVector> twins() throws IOException {
        return good().filter(vector -> vector.input() != null);
    }

    @Test
    void isWhatOurCodecMakesOfTheBytes() throws IOException {
        Certification ours = Certification.ofOurs(all());

        assertThat(ours.failures()).isEmpty();
        assertThat(ours.passed()).isEqualTo(all().size());
    }

    @Test
    void coversWhatTheContractPromises() throws IOException {
        assertThat(good().filter(vector -> vector.form() == Form.BINARY)).hasSizeGreaterThanOrEqualTo(30);
        assertThat(good().filter(vector -> vector.form() == Form.JSON)).hasSizeGreaterThanOrEqualTo(15);
        assertThat(all().stream().filter(vector -> vector.malformed() != null)).hasSizeGreaterThanOrEqualTo(40);
        for (Form form : Form.values()) {
            Set<Control.Type> types = good().filter(vector -> vector.form() == form && vector.type() != null)
                    .map(GoldenVector::type)
                    .collect(Collectors.toSet());
            assertThat(types).as("good messages, %s", form).containsExactlyInAnyOrder(Control.Type.values());
        }
    }

    @Test
    void hasEveryReason() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (GoldenVector vector : all()) {
            if (vector.malformed() != null) {
                reasons.add(vector.malformed().path("reason").asText());
            } else {
                Objects.requireNonNull(vector.decoded())
                        .path("refused")
                        .forEach(refused -> reasons.add(refused.path("reason").asText()));
            }
        }

        assertThat(reasons)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::id).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twins")
    void meansTheSameInBothForms(GoldenVector vector) {
        byte[] twin = Objects.requireNonNull(vector.input()).toString().getBytes(UTF_8);

        var ours = GoldenVector.ours(vector.type(), Form.JSON, twin, null);

        assertThat(Canonical.same(ours.get("decoded"), vector.decoded()))
                .as("%s: %s means %s", vector.name(), vector.input(), ours)
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twins")
    void comesBackFromBothForms(GoldenVector vector) {
        for (Form form : Form.values()) {
            var key = form == Form.BINARY ? vector.key() : null;
            byte[] payload = Objects.requireNonNull(vector.payload());
            byte[] again;
            if (vector.type() == null) {
                var decoded = (DecodeResult.Decoded) TelemetryDecoder.decode(payload, vector.key());
                again = TelemetryEncoder.encode(decoded.telemetry(), form, key);
            } else {
                var decoded = (ControlResult.Decoded) ControlCodec.decode(vector.type(), payload, vector.key());
                again = ControlCodec.encode(decoded.control(), form, key);
            }
            var ours = GoldenVector.ours(vector.type(), form, again, key);
            assertThat(Canonical.same(ours.get("decoded"), vector.decoded()))
                    .as("%s, %s: %s", vector.name(), form, ours)
                    .isTrue();
        }
    }

    @Test
    void fitsAnHourOfMinutesIntoNinetyBytes() throws IOException {
        GoldenVector hour = all().stream()
                .filter(vector -> vector.name().equals("sixty-minutes"))
                .findFirst()
                .orElseThrow();
        byte[] payload = Objects.requireNonNull(hour.payload());
        var decoded = (DecodeResult.Decoded) TelemetryDecoder.decode(payload, null);

        assertThat(payload).hasSizeLessThanOrEqualTo(90);
        assertThat(TelemetryEncoder.encode(decoded.telemetry(), Form.BINARY, null))
                .isEqualTo(payload);
    }

    @Test
    void failsAnImplementationByNameExpectationAndAnswer() throws IOException {
        var theirs = VectorFile.read(new ByteArrayInputStream("""
                {"vectors": [
                  {"name": "receipt", "type": "receipt", "decoded": {"boot": 7, "from": 1000, "seq": 1042}},
                  {"name": "bad-magic", "malformed": {"reason": "not_a_frame"}},
                  {"name": "bad-boot", "malformed": {"reason": "truncated"}},
                  {"name": "one-reading", "decoded": {"boot": 7, "seq": 1042, "readings": []}},
                  {"name": "nobody-knows-it", "decoded": {}},
                  {"name": "mine", "form": "json", "type": "time", "text": "{\\"utc\\":1,\\"up\\":2}", "decoded": {"utc": 1, "up": 2}},
                  {"name": "mine too", "form": "json", "type": "time", "text": "{\\"utc\\":1,\\"up\\":2}", "decoded": {"utc": 1, "up": 3}}
                ]}""".getBytes(UTF_8)));

        Certification result = Certification.ofTheirs(theirs, all());

        assertThat(result.vectors()).isEqualTo(7);
        assertThat(result.passed()).isEqualTo(3);
        assertThat(result.counts().get(Form.JSON)).isEqualTo(new Certification.Count(2, 1));
        assertThat(result.failures())
                .extracting(Certification.Failure::name)
                .containsExactly("bad-boot", "one-reading", "nobody-knows-it", "mine too");
        assertThat(result.failures().getFirst().expected()).contains("out_of_range");
        assertThat(result.failures().getFirst().got()).contains("truncated");
    }
}
