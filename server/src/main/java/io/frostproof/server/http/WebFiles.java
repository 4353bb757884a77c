package io.frostproof.server.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The files of the pages, out of the class path; each is read and compressed once. Thread-safe; reading blocks. */
final class WebFiles {

    private static final String FOLDER = "/web/";

    /** Names without anything that could lead out of the folder; no name begins with a dot. */
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"));

    private final Map<String, WebFile> known = new ConcurrentHashMap<>();

    /**
     * A file.
     *
     * @param gzip compressed; null when that makes it no smaller
     */
    record WebFile(
            String contentType, Buffer plain, @Nullable Buffer gzip, String etag) {

        /** What stands for this content in a URL, as {@code ?v=}. */
        String version() {
            return etag.replace("\"", "");
        }
    }

    /** A file that was read before; does not block. */
    Optional<WebFile> known(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /**
     * A file.
     *
     * @param name such as {@code assets/js/main.js}
     */
    Optional<WebFile> find(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(known.computeIfAbsent(name, missing -> read(missing, type)));
    }

    private static @Nullable WebFile read(String name, String type) {
        try (InputStream in = WebFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return null;
            }
            byte[] plain = in.readAllBytes();
            byte[] gzip = gzip(plain);
            return new WebFile(
                    type,
                    Buffer.buffer(plain),
                    gzip.length < plain.length ? Buffer.buffer(gzip) : null,
                    Etag.of(plain));
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + name, e);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
