package io.frostproof.simulator.load;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Telemetry whose values are fixed, to be written with any number and any time. The encoder of the contract makes it once; what changes
 * from message to message is put in afterwards.
 */
sealed interface Body {

    /** Bytes of the payload. */
    int length(long boot, long seq, long baseMillis);

    /** Appends the payload. {@code baseMillis} is the time of the first reading, since 1970. */
    void write(Packet out, long boot, long seq, long baseMillis);

    /** The body for these samples, whose times are after 1970; the first is the earliest and at {@code baseMillis}. */
    static Body of(Form form, List<Sample> samples, long baseMillis) {
        byte[] whole = TelemetryEncoder.encode(new Telemetry(new MessageId(0, 0), samples), form, null);
        return switch (form) {
            case BINARY -> Binary.of(whole, baseMillis);
            case JSON -> Json.of(new String(whole, StandardCharsets.UTF_8), baseMillis);
        };
    }

    /** A frame: header, boot, sequence and base time, the rest as the encoder wrote it (times there are relative), checksum. */
    final class Binary implements Body {

        private static final int HEAD_BYTES = 3;

        /** Magic, version and type, flags. */
        private final byte[] head;

        private final byte[] rest;

        private Binary(byte[] head, byte[] rest) {
            this.head = head;
            this.rest = rest;
        }

        static Binary of(byte[] frame, long baseMillis) {
            int restFrom = HEAD_BYTES + 2 + Packet.varintBytes(baseMillis); // boot 0 and sequence 0 have a byte each
            return new Binary(
                    Arrays.copyOf(frame, HEAD_BYTES),
                    Arrays.copyOfRange(frame, restFrom, frame.length - Integer.BYTES));
        }

        @Override
        public int length(long boot, long seq, long baseMillis) {
            return HEAD_BYTES
                    + Packet.varintBytes(boot)
                    + Packet.varintBytes(seq)
                    + Packet.varintBytes(baseMillis)
                    + rest.length
                    + Integer.BYTES;
        }

        @Override
        public void write(Packet out, long boot, long seq, long baseMillis) {
            int from = out.size();
            out.all(head);
            out.varint(boot);
            out.varint(seq);
            out.varint(baseMillis);
            out.all(rest);
            out.checksum(from);
        }
    }

    /** JSON text with gaps for numbers. */
    final class Json implements Body {

        private static final long BOOT = -1;
        private static final long SEQ = -2;
        private static final Pattern GAP = Pattern.compile("\"(boot|seq|t)\":([0-9]+)");

        /** One more than there are gaps. */
        private final List<byte[]> texts;

        /** What is in each gap: {@link #BOOT}, {@link #SEQ}, or milliseconds after the base time. */
        private final long[] offsets;

        private Json(List<byte[]> texts, long[] offsets) {
            this.texts = texts;
            this.offsets = offsets;
        }

        static Json of(String text, long baseMillis) {
            List<byte[]> texts = new ArrayList<>();
            List<Long> offsets = new ArrayList<>();
            int from = 0;
            for (Matcher gap = GAP.matcher(text); gap.find(); from = gap.end()) {
                texts.add(text.substring(from, gap.start(2)).getBytes(StandardCharsets.UTF_8));
                offsets.add(
                        switch (gap.group(1)) {
                            case "boot" -> BOOT;
                            case "seq" -> SEQ;
                            default -> Long.parseLong(gap.group(2)) - baseMillis;
                        });
            }
            texts.add(text.substring(from).getBytes(StandardCharsets.UTF_8));
            return new Json(texts, offsets.stream().mapToLong(Long::longValue).toArray());
        }

        @Override
        public int length(long boot, long seq, long baseMillis) {
            int length = texts.getLast().length;
            for (int i = 0; i < offsets.length; i++) {
                length += texts.get(i).length + Packet.digits(number(i, boot, seq, baseMillis));
            }
            return length;
        }

        @Override
        public void write(Packet out, long boot, long seq, long baseMillis) {
            for (int i = 0; i < offsets.length; i++) {
                out.all(texts.get(i));
                out.decimal(number(i, boot, seq, baseMillis));
            }
            out.all(texts.getLast());
        }

        private long number(int gap, long boot, long seq, long baseMillis) {
            long offset = offsets[gap];
            return offset == BOOT ? boot : offset == SEQ ? seq : baseMillis + offset;
        }
    }
}
