package io.frostproof.protocol;

import java.util.List;

/** What became of a payload. Bad input is normal input, so it is a value and not an exception. */
public sealed interface DecodeResult {

    /**
     * The payload could be read.
     *
     * @param rejections readings of it that could not be used; the others are in {@code telemetry}
     */
    record Decoded(Telemetry telemetry, List<Rejection> rejections) implements DecodeResult {
        public Decoded {
            rejections = List.copyOf(rejections);
        }
    }

    /** Nothing of the payload could be used. */
    record Malformed(Rejection rejection) implements DecodeResult {}

    /**
     * Why something was refused.
     *
     * @param field where, such as {@code readings[3].v}; {@code payload} for the whole
     * @param value what was there, shortened to at most 80 characters
     * @param expected what should have been there
     */
    record Rejection(Reason reason, String field, String value, String expected) {
        @Override
        public String toString() {
            return reason.id() + ": " + field + " was " + value + ", expected " + expected;
        }
    }

    /** The reasons of a decoder, explained in PROTOCOL.md. The identifier is the word in metrics, SQL and the API. */
    enum Reason {
        TOO_LARGE("too_large"),
        NOT_JSON("not_json"),
        MISSING_FIELD("missing_field"),
        WRONG_TYPE("wrong_type"),
        OUT_OF_RANGE("out_of_range"),
        NOT_A_NUMBER("not_a_number"),
        BAD_TIME("bad_time"),
        UNKNOWN_UNIT("unknown_unit"),
        NOT_A_FRAME("not_a_frame"),
        UNSUPPORTED_VERSION("unsupported_version"),
        UNSUPPORTED("unsupported"),
        BAD_CHECKSUM("bad_checksum"),
        UNSIGNED("unsigned"),
        BAD_SIGNATURE("bad_signature"),
        TRUNCATED("truncated"),
        BAD_VARINT("bad_varint"),
        TRAILING_BYTES("trailing_bytes");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
