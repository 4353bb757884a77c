package io.frostproof.protocol.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.certify.GoldenVector;
import io.frostproof.protocol.certify.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The target of coverage-guided fuzzing with Jazzer, {@code ./frostproof fuzz coverage}. The first byte of an input says how the rest is
 * to be read: the low three bits the type (0 and 1 telemetry), then binary, mended checksum, with the key.
 */
public final class CodecFuzzer {

    private static final int BINARY = 8;
    private static final int MENDED = 16;
    private static final int KEY = 32;

    private static final String KEY_HEX = HexFormat.of().formatHex("sixteen bytes ok".getBytes(US_ASCII));
    private static final DeviceKey DEVICE_KEY = new DeviceKey(HexFormat.of().parseHex(KEY_HEX));

    private CodecFuzzer() {}

    /** Called by Jazzer for every input; anything thrown is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int how = input[0];
        Control.Type type = null;
        for (Control.Type candidate : Control.Type.values()) {
            if (candidate.code() == (how & 7)) {
                type = candidate;
            }
        }
        Form form = (how & BINARY) != 0 ? Form.BINARY : Form.JSON;
        DeviceKey key = (how & KEY) != 0 ? DEVICE_KEY : null;
        byte[] payload = Arrays.copyOfRange(input, 1, input.length);
        if (form == Form.BINARY && (how & MENDED) != 0) {
            Mutator.mend(payload, key == null ? null : KEY_HEX);
        }
        Verdicts.of(type, form, payload, key);
    }

    /** Writes the golden vectors as first inputs into the folder that is named. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (GoldenVector vector : VectorFile.builtIn()) {
            byte[] payload = vector.payload();
            if (payload == null) {
                continue;
            }
            byte[] input = new byte[payload.length + 1];
            Control.Type type = vector.type();
            input[0] = (byte) ((type == null ? 1 : type.code())
                    | (vector.form() == Form.BINARY ? BINARY | MENDED : 0)
                    | (vector.keyHex() == null ? 0 : KEY));
            System.arraycopy(payload, 0, input, 1, payload.length);
            Files.write(folder.resolve(vector.name()), input);
        }
    }
}
