package io.frostproof.protocol.certify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.TelemetryDecoder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a file of vectors.
 *
 * @param name unique in its file
 * @param type null: telemetry
 * @param payloadHex the bytes; null when the entry only tells what another implementation made of the golden vector of that name
 * @param keyHex the key that the receiver holds for the device; null: none
 * @param input the same message as a JSON object, where both forms can say it
 * @param decoded what it means, see {@link Canonical}; null when it is malformed
 * @param malformed {@code reason} and {@code field}; null when it is good
 */
public record GoldenVector(
        String name,
        Form form,
        Control.@Nullable Type type,
        @Nullable String payloadHex,
        @Nullable String keyHex,
        @Nullable JsonNode input,
        @Nullable JsonNode decoded,
        @Nullable JsonNode malformed) {

    /** The bytes; null when the entry has none. */
    public byte @Nullable [] payload() {
        return payloadHex == null ? null : HexFormat.of().parseHex(payloadHex);
    }

    /** The key that the receiver holds; null: none. */
    public @Nullable DeviceKey key() {
        return keyHex == null ? null : new DeviceKey(HexFormat.of().parseHex(keyHex));
    }

    /** What our own codec makes of bytes: {@code decoded} or {@code malformed}, as in a file of vectors. */
    public static ObjectNode ours(Control.@Nullable Type type, Form form, byte[] payload, @Nullable DeviceKey key) {
        ObjectNode out = VectorFile.MAPPER.createObjectNode();
        if (type == null) {
            switch (TelemetryDecoder.decode(payload, form, key)) {
                case DecodeResult.Decoded decoded -> out.set("decoded", Canonical.of(decoded));
                case DecodeResult.Malformed bad -> out.set("malformed", Canonical.of(bad.rejection()));
            }
        } else {
            switch (ControlCodec.decode(type, payload, form, key)) {
                case ControlResult.Decoded decoded -> out.set("decoded", Canonical.of(decoded.control()));
                case ControlResult.Malformed bad -> out.set("malformed", Canonical.of(bad.rejection()));
            }
        }
        return out;
    }

    /** What this entry says about its bytes, in the same form. */
    ObjectNode claimed() {
        ObjectNode out = VectorFile.MAPPER.createObjectNode();
        if (malformed != null) {
            out.set("malformed", malformed);
        } else {
            out.set("decoded", decoded);
        }
        return out;
    }
}
