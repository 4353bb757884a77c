package io.frostproof.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the binary form of a telemetry message. Readings are gathered by channel and unit, so their order is kept within a
 * channel and not across channels. Times at one interval and decimal values take the short coding. Stateless, safe from any
 * thread.
 */
final class BinaryTelemetryEncoder {

    private static final int MAX_DECIMALS = 9;

    private BinaryTelemetryEncoder() {}

    /** Throws {@link IllegalArgumentException} for what a frame cannot say or a decoder would have to refuse. */
    static byte[] encode(Telemetry telemetry, @Nullable DeviceKey key) {
        MessageId id = telemetry.id();
        if (id == null) {
            throw new IllegalArgumentException("id: none, expected boot and seq, which every frame has");
        }
        List<Series> all = series(telemetry.samples());
        int flags = (key == null ? 0 : Frame.SIGNED)
                | (telemetry.nextSeconds() == 0 ? 0 : Frame.NEXT)
                | (telemetry.sinceStart() ? Frame.UPTIME : 0);
        FrameWriter out = new FrameWriter(BinaryTelemetryDecoder.TYPE, flags);
        out.varint(id.boot());
        out.varint(id.seq());
        if (telemetry.nextSeconds() != 0) {
            out.varint(telemetry.nextSeconds());
        }
        if (telemetry.sinceStart()) {
            out.varint(telemetry.upMillis());
        }
        long base = all.stream().mapToLong(series -> series.millis[0]).min().orElseThrow();
        out.varint(base);
        out.varint(all.size());
        for (Series series : all) {
            series.write(out, base);
        }
        return out.close(BinaryTelemetryDecoder.MAX_PAYLOAD_BYTES, key);
    }

    private record Run(String channel, @Nullable Unit unit) {}

    private static List<Series> series(List<Sample> samples) {
        Map<Run, List<Sample>> runs = new LinkedHashMap<>();
        for (Sample sample : samples) {
            runs.computeIfAbsent(new Run(sample.channel(), sample.unit()), run -> new ArrayList<>())
                    .add(sample);
        }
        if (runs.size() > BinaryTelemetryDecoder.MAX_SERIES) {
            throw new IllegalArgumentException(
                    "series: " + runs.size() + " channels, expected at most " + BinaryTelemetryDecoder.MAX_SERIES);
        }
        List<Series> all = new ArrayList<>(runs.size());
        runs.forEach((run, readings) -> all.add(new Series(run, readings)));
        return all;
    }

    /** The readings of one channel, as the frame will have them. */
    private static final class Series {
        private final Run run;
        private final long[] millis;
        private final double[] values;
        private final int[] qualities;

        Series(Run run, List<Sample> samples) {
            this.run = run;
            int count = samples.size();
            millis = new long[count];
            values = new double[count];
            qualities = new int[count];
            for (int i = 0; i < count; i++) {
                Sample sample = samples.get(i);
                millis[i] = millis(sample);
                values[i] = sample.value();
                qualities[i] = sample.quality();
            }
        }

        private static long millis(Sample sample) {
            long micros = sample.timeMicros();
            if (micros < 0
                    || micros % Timestamps.MICROS_PER_MILLI != 0
                    || micros / Timestamps.MICROS_PER_MILLI > Timestamps.MAX_MILLIS) {
                throw new IllegalArgumentException("channel " + sample.channel() + ": time "
                        + (micros == Sample.NO_TIME ? "none" : micros + " us")
                        + ", expected whole milliseconds from 0 to " + Timestamps.MAX_MILLIS + " in a frame");
            }
            return micros / Timestamps.MICROS_PER_MILLI;
        }

        void write(FrameWriter out, long base) {
            int decimals = decimals();
            boolean raw = decimals < 0;
            long interval = interval();
            boolean regular = interval > 0;
            boolean qualified = qualified();
            Unit unit = run.unit();
            byte[] id = run.channel().getBytes(StandardCharsets.US_ASCII);
            out.octet(id.length);
            out.bytes(id);
            out.octet((raw ? BinaryTelemetryDecoder.RAW : 0)
                    | (regular ? BinaryTelemetryDecoder.REGULAR : 0)
                    | (qualified ? BinaryTelemetryDecoder.QUALITIES : 0)
                    | (unit == null ? 0 : BinaryTelemetryDecoder.UNIT));
            if (unit != null) {
                out.octet(unit.code());
            }
            if (!raw) {
                out.octet(-decimals);
            }
            out.varint(millis.length);
            out.varint(millis[0] - base);
            if (regular) {
                out.varint(interval);
            }
            long step = 0;
            long before = 0;
            for (int i = 0; i < millis.length; i++) {
                if (i > 0 && !regular) {
                    long next = millis[i] - millis[i - 1];
                    out.zigzag(next - step);
                    step = next;
                }
                if (qualified) {
                    out.octet(qualities[i] & Quality.KNOWN);
                }
                if (raw) {
                    out.binary64(values[i]);
                } else {
                    long integer = integer(values[i], decimals);
                    out.zigzag(integer - before);
                    before = integer;
                }
            }
        }

        /** Milliseconds between the readings, when they are all as far apart; 0 when not. */
        private long interval() {
            if (millis.length < 2) {
                return 0;
            }
            long interval = millis[1] - millis[0];
            for (int i = 2; i < millis.length; i++) {
                if (millis[i] - millis[i - 1] != interval) {
                    return 0;
                }
            }
            return Math.max(interval, 0);
        }

        private boolean qualified() {
            for (int quality : qualities) {
                if ((quality & Quality.KNOWN) != 0) {
                    return true;
                }
            }
            return false;
        }

        /** The fewest decimals with which every value comes back bit for bit; -1 when there are none. */
        private int decimals() {
            int decimals = 0;
            for (double value : values) {
                while (decimals <= MAX_DECIMALS && !exact(value, decimals)) {
                    decimals++;
                }
            }
            if (decimals > MAX_DECIMALS) {
                return -1;
            }
            for (double value : values) {
                if (!exact(value, decimals)) {
                    return -1; // more decimals took a large value beyond 2^53
                }
            }
            return decimals;
        }

        private static boolean exact(double value, int decimals) {
            long integer = integer(value, decimals);
            return Math.abs(integer) <= BinaryTelemetryDecoder.MAX_INTEGER
                    && integer / Decimal.power(decimals) == value;
        }

        private static long integer(double value, int decimals) {
            return (long) Math.rint(value * Decimal.power(decimals));
        }
    }
}
