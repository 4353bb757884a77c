package io.frostproof.protocol.certify;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads files of vectors; {@code firmware-protocol/vectors/README.md} describes them. */
public final class VectorFile {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String BUILT_IN = "frostproof-1.json";

    private VectorFile() {}

    /** The golden vectors of this version of the contract. */
    public static List<GoldenVector> builtIn() throws IOException {
        try (InputStream in = VectorFile.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IOException(BUILT_IN + " is missing beside " + VectorFile.class.getName());
            }
            return read(in);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when an entry is not as the description says; the message names entry, field and value
     * @throws IOException when it cannot be read or is not JSON
     */
    public static List<GoldenVector> read(InputStream in) throws IOException {
        JsonNode vectors = MAPPER.readTree(in).path("vectors");
        if (!vectors.isArray()) {
            throw new IllegalArgumentException("vectors: expected a list of vectors");
        }
        List<GoldenVector> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode entry : vectors) {
            GoldenVector vector = vector(entry, "vectors[" + all.size() + "]");
            if (!names.add(vector.name())) {
                throw new IllegalArgumentException("vectors[" + all.size() + "].name: '" + vector.name()
                        + "' a second time, expected a name of its own");
            }
            all.add(vector);
        }
        return all;
    }

    private static GoldenVector vector(JsonNode entry, String path) {
        String name = entry.path("name").asText("");
        if (name.isEmpty()) {
            throw new IllegalArgumentException(path + ".name: missing, expected the name of the vector");
        }
        String where = path + " (" + name + ").";
        JsonNode decoded = entry.get("decoded");
        JsonNode malformed = entry.get("malformed");
        if ((decoded == null) == (malformed == null)) {
            throw new IllegalArgumentException(where + "decoded: expected either decoded or malformed");
        }
        String form = entry.path("form").asText("binary");
        return new GoldenVector(
                name,
                switch (form) {
                    case "binary" -> Form.BINARY;
                    case "json" -> Form.JSON;
                    default ->
                        throw new IllegalArgumentException(where + "form: '" + form + "', expected binary or json");
                },
                type(entry.path("type").asText("telemetry"), where),
                payloadHex(entry, where),
                keyHex(entry, where),
                entry.get("input"),
                decoded,
                malformed);
    }

    private static Control.@Nullable Type type(String word, String where) {
        if (word.equals("telemetry")) {
            return null;
        }
        for (Control.Type type : Control.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                where + "type: '" + word + "', expected telemetry, receipt, config, command, time, status or answer");
    }

    private static @Nullable String payloadHex(JsonNode entry, String where) {
        if (entry.has("hex")) {
            return HexFormat.of().formatHex(hex(entry.get("hex"), where + "hex"));
        }
        return entry.has("text")
                ? HexFormat.of().formatHex(entry.get("text").asText().getBytes(StandardCharsets.UTF_8))
                : null;
    }

    private static @Nullable String keyHex(JsonNode entry, String where) {
        if (!entry.has("key_hex")) {
            return null;
        }
        byte[] key = hex(entry.get("key_hex"), where + "key_hex");
        if (key.length < DeviceKey.MIN_BYTES || key.length > DeviceKey.MAX_BYTES) {
            throw new IllegalArgumentException(where + "key_hex: " + key.length + " bytes, expected "
                    + DeviceKey.MIN_BYTES + " to " + DeviceKey.MAX_BYTES);
        }
        return HexFormat.of().formatHex(key);
    }

    private static byte[] hex(JsonNode node, String path) {
        try {
            return HexFormat.of().parseHex(node.asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": '" + node.asText() + "', expected pairs of hex digits", e);
        }
    }
}
