package io.frostproof.server.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is passed on as it came. Thread-safe.
 *
 * @param types media types that it may be called; one that is not called anything is taken too
 * @param mostBytes its largest size, packed and unpacked
 */
record RawBody(Set<String> types, int mostBytes) {

    private static final byte[] NOTHING = new byte[0];

    RawBody {
        types = Set.copyOf(types);
        if (types.isEmpty() || mostBytes < 1) {
            throw new IllegalStateException("contract: a raw body has media types and a size above 0");
        }
    }

    /**
     * The bytes of a body. One that is packed is unpacked no further than it may be large.
     *
     * @param encoding of the header {@code Content-Encoding}: gzip, identity or null
     * @throws ProblemException 415 for another media type, 413 when it is too large, 400 when it cannot be unpacked
     */
    byte[] bytes(@Nullable Buffer body, @Nullable String type, @Nullable String encoding) {
        String plain = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!plain.isEmpty() && !types.contains(plain)) {
            throw new ProblemException(Problem.of(
                    415,
                    List.of(new Problem.FieldError("Content-Type", type, String.join(" or ", new TreeSet<>(types))))));
        }
        byte[] bytes = body == null ? NOTHING : body.getBytes();
        if (encoding == null || encoding.equals("identity")) {
            return bytes;
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] whole = unpacked.readNBytes(mostBytes + 1);
            if (whole.length > mostBytes) {
                throw tooLarge("the body is larger than " + size(mostBytes) + " when it is unpacked");
            }
            return whole;
        } catch (EOFException | ZipException e) {
            throw ProblemException.wrong("body", null, "a whole gzip stream, as Content-Encoding says");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProblemException tooLarge(String detail) {
        return new ProblemException(Problem.of(413, detail));
    }

    /** A size in words. */
    static String size(int bytes) {
        return bytes % (1024 * 1024) == 0 ? bytes / (1024 * 1024) + " MiB" : bytes / 1024 + " KiB";
    }
}
