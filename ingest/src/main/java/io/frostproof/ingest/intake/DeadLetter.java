package io.frostproof.ingest.intake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Input that could not be used, or not all of it: the payload as it came, why, and where.
 *
 * @param reason short identifier, also the label of the metric
 * @param detail one sentence for people: field, value, what was expected
 */
public record DeadLetter(
        String source, String topic, Payload payload, String reason, String detail, long receivedMicros) {

    /** A payload with content equality. Keeps at most {@link #KEPT_BYTES} of it, and the hash and size of the whole. */
    public static final class Payload {

        /** How much of a payload is kept: more than any valid message, little enough that garbage cannot fill a disk at once. */
        public static final int KEPT_BYTES = 1 << 20;

        private final byte[] kept;
        private final byte[] sha256;
        private final int bytes;

        private Payload(byte[] kept, byte[] sha256, int bytes) {
            this.kept = kept;
            this.sha256 = sha256;
            this.bytes = bytes;
        }

        public static Payload of(byte[] payload) {
            return new Payload(
                    Arrays.copyOf(payload, Math.min(payload.length, KEPT_BYTES)), sha256(payload), payload.length);
        }

        /** A payload that was kept before: its first bytes, and hash and size of the whole. */
        public static Payload kept(byte[] kept, byte[] sha256, int bytes) {
            return new Payload(kept.clone(), sha256.clone(), bytes);
        }

        public byte[] kept() {
            return kept.clone();
        }

        /** SHA-256 of the whole payload. */
        public byte[] sha256() {
            return sha256.clone();
        }

        /** Size of the whole payload. */
        public int bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Payload that && Arrays.equals(sha256, that.sha256);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(sha256);
        }

        @Override
        public String toString() {
            return bytes + " bytes";
        }

        private static byte[] sha256(byte[] payload) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(payload);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
