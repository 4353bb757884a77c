package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import org.jspecify.annotations.Nullable;

/** Reads and writes every message but telemetry, in either form. Reading never throws. Stateless, safe from any thread. */
public final class ControlCodec {

    private ControlCodec() {}

    /**
     * The payload for {@code control}.
     *
     * @param key of the device, to sign with; only for frames
     * @throws IllegalArgumentException for JSON with a key, and for a payload above {@link Control#MAX_PAYLOAD_BYTES}
     */
    public static byte[] encode(Control control, Form form, @Nullable DeviceKey key) {
        if (form == Form.JSON && key != null) {
            throw new IllegalArgumentException("form: JSON, expected BINARY, as JSON cannot be signed");
        }
        ControlValues values = ControlRecords.write(control);
        byte[] payload = switch (form) {
            case JSON -> ControlJson.write(values);
            case BINARY -> ControlFrames.write(control.type(), values, key);
        };
        if (payload.length > Control.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "payload: " + payload.length + " bytes, expected at most " + Control.MAX_PAYLOAD_BYTES);
        }
        return payload;
    }

    /**
     * Reads {@code payload}, which is neither kept nor changed. A message is used as a whole or refused with the first thing
     * that is wrong.
     *
     * @param type what comes on that topic, see {@link Control.Type#of}
     * @param key of the device; when there is one, JSON and unsigned frames are refused
     */
    public static ControlResult decode(Control.Type type, byte[] payload, @Nullable DeviceKey key) {
        return decode(type, payload, Form.of(payload), key);
    }

    /** As {@link #decode(Control.Type, byte[], DeviceKey)}, for bytes that are meant to be of that form. */
    public static ControlResult decode(Control.Type type, byte[] payload, Form form, @Nullable DeviceKey key) {
        if (form == Form.JSON && key != null) {
            return new ControlResult.Malformed(TelemetryDecoder.jsonFromSigner());
        }
        if (payload.length > Control.MAX_PAYLOAD_BYTES) {
            return new ControlResult.Malformed(new Rejection(
                    Reason.TOO_LARGE,
                    "payload",
                    payload.length + " bytes",
                    "at most " + Control.MAX_PAYLOAD_BYTES + " bytes"));
        }
        try {
            ControlValues values = switch (form) {
                case JSON -> ControlJson.read(type, payload);
                case BINARY -> ControlFrames.read(type, payload, key);
            };
            return new ControlResult.Decoded(ControlRecords.read(type, values));
        } catch (Refused e) {
            return new ControlResult.Malformed(e.rejection);
        }
    }
}
