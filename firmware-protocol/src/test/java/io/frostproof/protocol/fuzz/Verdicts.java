package io.frostproof.protocol.fuzz;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.DecodeResult.Rejection;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.JsonTelemetryDecoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.TelemetryEncoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decodes bytes and objects when what comes out is neither a reason nor a message that the contract allows. */
final class Verdicts {

    /** A frame of one channel cannot always hold what several could; so many readings always fit. */
    private static final int ALWAYS_FITS = 1000;

    private static final int MAX_SHOWN_CHARS = 80;

    private Verdicts() {}

    /**
     * The word of the reason, {@code decoded} or {@code decoded in part}.
     *
     * @param type null: telemetry
     * @throws AssertionError when the decoder has let something through
     */
    static String of(Control.@Nullable Type type, Form form, byte[] payload, @Nullable DeviceKey key) {
        return check(type, form, decode(type, form, payload, key));
    }

    static Object decode(Control.@Nullable Type type, Form form, byte[] payload, @Nullable DeviceKey key) {
        return type == null
                ? TelemetryDecoder.decode(payload, form, key)
                : ControlCodec.decode(type, payload, form, key);
    }

    static String check(Control.@Nullable Type type, Form form, Object result) {
        return switch (result) {
            case DecodeResult.Malformed malformed -> reason(malformed.rejection());
            case ControlResult.Malformed malformed -> reason(malformed.rejection());
            case DecodeResult.Decoded decoded -> {
                decoded.rejections().forEach(Verdicts::reason);
                check(decoded.telemetry(), form);
                yield decoded.rejections().isEmpty() ? "decoded" : "decoded in part";
            }
            case ControlResult.Decoded decoded -> {
                check(decoded.control(), type);
                yield "decoded";
            }
            default -> throw new AssertionError(result);
        };
    }

    private static String reason(Rejection rejection) {
        require(!rejection.field().isEmpty() && !rejection.expected().isEmpty(), rejection);
        require(rejection.value().length() <= MAX_SHOWN_CHARS + 40, rejection);
        return rejection.reason().id();
    }

    private static void check(Telemetry telemetry, Form form) {
        List<Sample> samples = telemetry.samples();
        require(samples.size() <= JsonTelemetryDecoder.MAX_READINGS, samples.size());
        for (Sample sample : samples) {
            require(Double.isFinite(sample.value()), sample);
            require((sample.quality() & ~Quality.KNOWN) == 0, sample);
        }
        if (samples.isEmpty() || samples.size() > ALWAYS_FITS) {
            return;
        }
        // Whatever was read can be written, and means the same when it is read again; the encoders check ids and times.
        MessageId id = telemetry.id();
        byte[] again = TelemetryEncoder.encode(telemetry, form, null);
        var decoded = (DecodeResult.Decoded) TelemetryDecoder.decode(again, null);
        require(decoded.rejections().isEmpty(), decoded.rejections());
        Telemetry back = decoded.telemetry();
        require(Objects.equals(id, back.id()), back);
        require(telemetry.upMillis() == back.upMillis() && telemetry.nextSeconds() == back.nextSeconds(), back);
        require(Arrays.equals(byChannel(samples), byChannel(back.samples())), telemetry);
    }

    private static Object[] byChannel(List<Sample> samples) {
        Comparator<Sample> order = Comparator.comparing(Sample::channel)
                .thenComparing(Sample::unit, Comparator.nullsFirst(Comparator.naturalOrder()));
        return samples.stream().sorted(order).toArray();
    }

    private static void check(Control control, Control.@Nullable Type type) {
        require(control.type() == type && type != null, control);
        for (Form form : Form.values()) {
            byte[] again = ControlCodec.encode(control, form, null);
            require(
                    ControlCodec.decode(control.type(), again, null).equals(new ControlResult.Decoded(control)),
                    control);
        }
    }

    private static void require(boolean right, Object what) {
        if (!right) {
            throw new AssertionError("let through: " + what);
        }
    }
}
