package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import org.jspecify.annotations.Nullable;

/** Reads a telemetry message in either form, told apart by its first byte. Never throws. Stateless, safe from any thread. */
public final class TelemetryDecoder {

    private TelemetryDecoder() {}

    /**
     * Reads {@code payload}, which is neither kept nor changed.
     *
     * @param key of the device; when there is one, JSON and unsigned frames are refused
     */
    public static DecodeResult decode(byte[] payload, @Nullable DeviceKey key) {
        return decode(payload, Form.of(payload), key);
    }

    /** As {@link #decode(byte[], DeviceKey)}, for bytes that are meant to be of that form. */
    public static DecodeResult decode(byte[] payload, Form form, @Nullable DeviceKey key) {
        return switch (form) {
            case JSON -> key == null ? JsonTelemetryDecoder.decode(payload) : new Malformed(jsonFromSigner());
            case BINARY -> BinaryTelemetryDecoder.decode(payload, key);
        };
    }

    static Rejection jsonFromSigner() {
        return new Rejection(Reason.UNSIGNED, "payload", "JSON", "a frame signed with the key of the device");
    }
}
