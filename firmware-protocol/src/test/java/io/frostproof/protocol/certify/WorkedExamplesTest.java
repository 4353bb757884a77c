package io.frostproof.protocol.certify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PROTOCOL.md shows byte by byte is what the codec reads. */
class WorkedExamplesTest {

    private static final String KEY = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

    private static String page() throws IOException {
        return Files.readString(Path.of("PROTOCOL.md"));
    }

    private static String example(String title) throws IOException {
        String page = page();
        int start = page.indexOf("\n### " + title + "\n", page.indexOf("\n## Worked examples, byte by byte\n"));
        assertThat(start).as("an example '%s'", title).isPositive();
        return page.substring(start + 1, page.indexOf("\n##", start + 1));
    }

    private static String block(String example, String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(example);
        assertThat(block.find()).as("a block of %s in %s", language, example).isTrue();
        return block.group(1);
    }

    /** The pairs of hex digits at the beginning of each line, up to two spaces. */
    private static byte[] bytes(String listing) {
        StringBuilder digits = new StringBuilder();
        listing.lines().forEach(line -> digits.append(line.replaceFirst("  .*", "")));
        return HexFormat.of().parseHex(digits.toString().replace(" ", ""));
    }

    private static Control.@Nullable Type type(String title) {
        return title.startsWith("Telemetry")
                ? null
                : Control.Type.valueOf(title.replaceFirst(",.*", "").toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Telemetry",
                "Telemetry of a device without a clock",
                "Receipt",
                "Config",
                "Command",
                "Command, lock",
                "Time",
                "Status",
                "Answer"
            })
    void meansTheSameInBothForms(String title) throws IOException {
        String example = example(title);

        var frame = GoldenVector.ours(type(title), Form.BINARY, bytes(block(example, "frame")), null);
        var json =
                GoldenVector.ours(type(title), Form.JSON, block(example, "json").getBytes(UTF_8), null);

        assertThat(frame.has("decoded")).as("%s: %s", title, frame).isTrue();
        assertThat(frame.path("decoded").path("refused")).isEmpty();
        assertThat(Canonical.same(frame, json)).as("%s and %s", frame, json).isTrue();
    }

    @Test
    void isSignedWithTheKeyOfThePage() throws IOException {
        String example = example("Receipt, signed");
        byte[] frame = bytes(block(example, "frame"));

        assertThat(example).contains(KEY);
        var key = new DeviceKey(HexFormat.of().parseHex(KEY));
        assertThat(GoldenVector.ours(Control.Type.RECEIPT, Form.BINARY, frame, key)
                        .path("decoded")
                        .path("seq")
                        .asInt())
                .isEqualTo(1042);
    }

    @Test
    void decodesTheJsonOfThePage() throws IOException {
        Matcher payload = Pattern.compile("mosquitto_pub .*\\n\\s*-m '([^']*)'").matcher(page());
        assertThat(payload.find()).isTrue();

        assertThat(GoldenVector.ours(null, Form.JSON, payload.group(1).getBytes(UTF_8), null)
                        .has("decoded"))
                .isTrue();
    }
}
