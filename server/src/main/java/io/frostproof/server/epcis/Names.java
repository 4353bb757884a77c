package io.frostproof.server.epcis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names of handling units that the network file does not declare: {@code sscc-NUMBER}, {@code sgtin-GTIN-SERIAL}, {@code lgtin-GTIN-LOT} for goods of a
 * lot that nobody numbers, {@code lot-ID} for those of a lot of ours. A function of the identifier alone.
 */
final class Names {

    /** Longest id of anything in the network file. */
    private static final int LONGEST = 64;

    private Names() {}

    /** The name of goods or of a container; empty for what can be neither. */
    static Optional<String> of(Identity identity) {
        String part = identity.part() == null ? "" : identity.part();
        return switch (identity.kind()) {
            case SSCC -> Optional.of("sscc-" + identity.number());
            case SGTIN -> Optional.of(safe("sgtin-" + identity.number() + "-", part));
            case LGTIN -> Optional.of(safe("lgtin-" + identity.number() + "-", part));
            case OWN ->
                switch (identity.what()) {
                    case "handling-unit" -> Optional.of(part);
                    case "lot" -> Optional.of(safe("lot-", part));
                    default -> Optional.empty();
                };
            case GTIN, SGLN, OTHER -> Optional.empty();
        };
    }

    /** The name of a part that an event takes from a whole; the same event names the same part. */
    static String part(String whole, String event, int index) {
        String mark = "-" + mark(event + "#" + index);
        return whole.substring(0, Math.min(whole.length(), LONGEST - mark.length())) + mark;
    }

    /** Whether a text can be an id of something of ours. */
    static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && isPlain(text)
                && Character.isLetterOrDigit(text.charAt(0));
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0));
    }

    /** A prefix and a part, or a mark of the part if that cannot be in an id. */
    static String safe(String prefix, String part) {
        return isPlain(part) && prefix.length() + part.length() <= LONGEST ? prefix + part : prefix + "x" + mark(part);
    }

    /** 12 hexadecimal digits of SHA-256. */
    private static String mark(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
