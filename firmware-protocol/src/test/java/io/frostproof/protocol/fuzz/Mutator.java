package io.frostproof.protocol.fuzz;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.certify.GoldenVector;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Changes golden vectors by chance: the same seed makes the same bytes. */
final class Mutator {

    private static final int MAX_CHANGES = 5;
    private static final int TAG = 16;
    private static final int CHECKSUM = 4;
    private static final int HEADER = 3;

    /** Bytes at the edges of what a varint, a sign or a count can be, and of JSON. */
    private static final byte[] EDGES = {
        0, 1, 2, 0x10, 0x20, 0x7F, -128, -127, -1, -2, '{', '}', '[', ']', '"', ',', '-', 'e'
    };

    private static final byte[][] VARINTS = {
        bytes("ffffffffffffffffff01"), // 2^64 - 1
        bytes("ffffffffffffffffff02"), // 65 bits
        bytes("8080808080808080808001"), // 11 bytes
        bytes("8000"), // longer than needed
        bytes("ffffffff0f"), // 2^32 - 1
        bytes("8080808010"), // 2^32
        bytes("8040"), // 8192
        bytes("8140"), // 8193
        bytes("ffffadb7ce39"), // near the end of the year 9999
        bytes("80808080808080f0ff01"), // around 2^63
    };

    private final List<GoldenVector> seeds;
    private final SplittableRandom random;

    Mutator(List<GoldenVector> seeds, long seed) {
        this.seeds = seeds;
        this.random = new SplittableRandom(seed);
    }

    /** Changed bytes of a vector, and how they are to be read. */
    static final class Mutation {
        private final GoldenVector origin;
        private final byte[] payload;

        private Mutation(GoldenVector origin, byte[] payload) {
            this.origin = origin;
            this.payload = payload;
        }

        GoldenVector origin() {
            return origin;
        }

        byte[] payload() {
            return payload;
        }
    }

    Mutation next() {
        GoldenVector origin = seeds.get(random.nextInt(seeds.size()));
        byte[] payload = Objects.requireNonNull(origin.payload()).clone();
        // One change mostly: what differs in many places is refused at the first.
        int changes = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes; i++) {
            payload = change(payload);
        }
        // Without that, only the checksum would be tested, and with a key only the tag.
        if (origin.form() == Form.BINARY && random.nextInt(8) != 0) {
            mend(payload, random.nextInt(4) != 0 ? origin.keyHex() : null);
        }
        return new Mutation(origin, payload);
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(12)) {
            case 0, 10 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = EDGES[random.nextInt(EDGES.length)];
            case 3, 11 -> bytes[at] += (byte) (random.nextInt(7) - 3);
            case 4 -> {
                return splice(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
            }
            case 5 -> {
                return splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(4)), new byte[0]);
            }
            case 6 -> {
                return splice(
                        bytes,
                        at,
                        Math.min(bytes.length, at + random.nextInt(3)),
                        VARINTS[random.nextInt(VARINTS.length)]);
            }
            case 7 -> {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(24));
                return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            }
            case 8 -> {
                byte[] other = Objects.requireNonNull(
                        seeds.get(random.nextInt(seeds.size())).payload());
                int from = random.nextInt(other.length + 1);
                int end = Math.min(other.length, from + random.nextInt(32));
                return splice(bytes, at, at, Arrays.copyOfRange(other, from, end));
            }
            case 9 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> throw new IllegalStateException("no such change");
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
        byte[] out = new byte[bytes.length - (to - from) + between.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(between, 0, out, from, between.length);
        System.arraycopy(bytes, to, out, from + between.length, bytes.length - to);
        return out;
    }

    /**
     * Makes checksum and tag fit again, where there is room for them, without the codec under test.
     *
     * @param hex the key; null: the tag stays as it is
     */
    static void mend(byte[] frame, @Nullable String hex) {
        if (frame.length < HEADER + CHECKSUM) {
            return;
        }
        int end = frame.length - CHECKSUM;
        if (hex != null && (frame[2] & 1) != 0 && end - TAG >= HEADER) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(bytes(hex), "HmacSHA256"));
                mac.update(frame, 0, end - TAG);
                System.arraycopy(mac.doFinal(), 0, frame, end - TAG, TAG);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, end);
        long sum = crc.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            frame[end + i] = (byte) (sum >>> (8 * i));
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
