package io.frostproof.server.epcis;

import io.frostproof.server.epcis.Identity.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads identifiers: EPC URIs and GS1 Digital Links. */
public final class Identities {

    static final String RULE =
            "a URI, such as urn:epc:id:sscc:0614141.1234567890 or https://id.gs1.org/00/106141412345678908";

    private static final String LINK = "https://id.gs1.org";
    private static final int LONGEST = 1_000;
    private static final Pattern EPC = Pattern.compile("urn:epc:(id|class|idpat):([a-z0-9]+):(.+)");
    private static final Pattern OWN = Pattern.compile("urn:frostproof:([a-z-]+):(.+)");
    private static final Pattern URI_LIKE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
    private static final Pattern LINKED =
            Pattern.compile("https?://[^/?#]+(?:/[^?#]*?)??/(01|00|414)/([^/?#]+)((?:/[^/?#]+/[^/?#]+)*)/?(?:[?#].*)?");

    private Identities() {}

    /** What came of a text. */
    sealed interface Outcome {
        /** It names something. */
        record Named(Identity identity) implements Outcome {}

        /** It names nothing; {@code expected} says what it should be. */
        record Wrong(String expected) implements Outcome {}
    }

    /**
     * The identity that a text names.
     *
     * @throws IllegalArgumentException it names nothing
     */
    public static Identity of(String text) {
        return switch (read(text)) {
            case Outcome.Named named -> named.identity();
            case Outcome.Wrong wrong ->
                throw new IllegalArgumentException("'" + text + "': expected " + wrong.expected());
        };
    }

    static Outcome read(String text) {
        if (text.length() > LONGEST) {
            return new Outcome.Wrong("a URI of at most " + LONGEST + " characters");
        }
        if (!URI_LIKE.matcher(text).matches() || text.indexOf('\0') >= 0 || !isUri(text)) {
            return new Outcome.Wrong(RULE);
        }
        Matcher epc = EPC.matcher(text);
        if (epc.matches()) {
            return epc(text, epc.group(1), epc.group(2), epc.group(3));
        }
        Matcher own = OWN.matcher(text);
        if (own.matches()) {
            return named(new Identity(Kind.OWN, text, "", own.group(2), null));
        }
        Matcher link = LINKED.matcher(text);
        if (link.matches()) {
            return link(link.group(1), link.group(2), link.group(3));
        }
        return named(new Identity(Kind.OTHER, text, "", null, null));
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Outcome epc(String text, String form, String scheme, String rest) {
        String[] parts = rest.split("\\.", 3);
        return switch (form + ":" + scheme) {
            case "id:sgtin" -> item(parts, "urn:epc:id:sgtin:COMPANY.ITEM.SERIAL", Kind.SGTIN);
            case "class:lgtin" -> item(parts, "urn:epc:class:lgtin:COMPANY.ITEM.LOT", Kind.LGTIN);
            case "idpat:sgtin" -> item(parts, "urn:epc:idpat:sgtin:COMPANY.ITEM.*", Kind.GTIN);
            case "id:sscc" -> {
                if (parts.length != 2 || !digits(parts[0], 6, 12) || !digits(parts[0] + parts[1], 17, 17)) {
                    yield new Outcome.Wrong("urn:epc:id:sscc:COMPANY.SERIAL with 17 digits in all");
                }
                yield named(sscc(withCheck(parts[1].charAt(0) + parts[0] + parts[1].substring(1))));
            }
            case "id:sgln" -> {
                if (parts.length != 3 || !digits(parts[0], 6, 12) || !digits(parts[0] + parts[1], 12, 12)) {
                    yield new Outcome.Wrong(
                            "urn:epc:id:sgln:COMPANY.LOCATION.EXTENSION with 12 digits before the extension");
                }
                String extension = decoded(parts[2]);
                yield extension == null || extension.isEmpty()
                        ? new Outcome.Wrong("an extension, 0 for none")
                        : named(sgln(withCheck(parts[0] + parts[1]), extension.equals("0") ? null : extension));
            }
            default -> named(new Identity(Kind.OTHER, text, "", null, null));
        };
    }

    private static Outcome item(String[] parts, String form, Kind kind) {
        if (parts.length != 3
                || parts[1].isEmpty()
                || !digits(parts[0], 6, 12)
                || !digits(parts[0] + parts[1], 13, 13)) {
            return new Outcome.Wrong(form + " with 13 digits of company and item");
        }
        String gtin = withCheck(parts[1].charAt(0) + parts[0] + parts[1].substring(1));
        String part = decoded(parts[2]);
        if (kind == Kind.GTIN) {
            return "*".equals(part) ? named(gtin(gtin)) : new Outcome.Wrong(form);
        }
        if (part == null || part.isEmpty() || part.length() > 20) {
            return new Outcome.Wrong(form + ", the last part of 1 to 20 characters");
        }
        return named(kind == Kind.SGTIN ? sgtin(gtin, part, null) : lgtin(gtin, part));
    }

    private static Outcome link(String key, String number, String qualifiers) {
        int length = switch (key) {
            case "00" -> 18;
            case "01" -> 14;
            default -> 13;
        };
        if (!digits(number, length, length)) {
            return new Outcome.Wrong("/" + key + "/ followed by " + length + " digits");
        }
        if (!withCheck(number.substring(0, length - 1)).equals(number)) {
            return new Outcome.Wrong("a last digit that is the check digit "
                    + withCheck(number.substring(0, length - 1)).charAt(length - 1));
        }
        List<String> steps = new ArrayList<>(List.of(qualifiers.split("/")));
        steps.removeIf(String::isEmpty);
        String serial = null;
        String lot = null;
        String extension = null;
        for (int i = 0; i + 1 < steps.size(); i += 2) {
            String value = decoded(steps.get(i + 1));
            if (value == null) {
                return new Outcome.Wrong("percent escapes of UTF-8");
            }
            switch (steps.get(i)) {
                case "21" -> serial = value;
                case "10" -> lot = value;
                case "254" -> extension = value;
                default -> {
                    // A qualifier that says more about the same thing.
                }
            }
        }
        return named(
                switch (key) {
                    case "00" -> sscc(number);
                    case "414" -> sgln(number, extension);
                    default ->
                        serial != null ? sgtin(number, serial, lot) : lot != null ? lgtin(number, lot) : gtin(number);
                });
    }

    /** A trade item with a serial number. */
    static Identity sgtin(String gtin, String serial, @Nullable String lot) {
        return new Identity(Kind.SGTIN, LINK + "/01/" + gtin + "/21/" + encoded(serial), gtin, serial, lot);
    }

    /** Trade items of a lot. */
    static Identity lgtin(String gtin, String lot) {
        return new Identity(Kind.LGTIN, LINK + "/01/" + gtin + "/10/" + encoded(lot), gtin, lot, lot);
    }

    /** Trade items of a kind. */
    static Identity gtin(String gtin) {
        return new Identity(Kind.GTIN, LINK + "/01/" + gtin, gtin, null, null);
    }

    /** The kind of trade item that an item or a lot is of. */
    public static Identity itemOf(Identity identity) {
        return gtin(identity.number());
    }

    private static Identity sscc(String sscc) {
        return new Identity(Kind.SSCC, LINK + "/00/" + sscc, sscc, null, null);
    }

    private static Identity sgln(String gln, @Nullable String extension) {
        return new Identity(
                Kind.SGLN,
                LINK + "/414/" + gln + (extension == null ? "" : "/254/" + encoded(extension)),
                gln,
                extension,
                null);
    }

    /** Digits with GS1's check digit behind them: from the right, digits count three times and once in turn. */
    static String withCheck(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? 3 * digit : digit;
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static boolean digits(String text, int least, int most) {
        return text.length() >= least && text.length() <= most && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Outcome named(Identity identity) {
        return new Outcome.Named(identity);
    }

    /** Without percent escapes; null when they are none. */
    private static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] escaped = text.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(escaped.length);
        for (int i = 0; i < escaped.length; i++) {
            if (escaped[i] != '%') {
                bytes.put(escaped[i]);
                continue;
            }
            int high = i + 2 < escaped.length ? Character.digit(escaped[i + 1], 16) : -1;
            int low = i + 2 < escaped.length ? Character.digit(escaped[i + 2], 16) : -1;
            if (high < 0 || low < 0 || high + low == 0) {
                return null;
            }
            bytes.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String encoded(String text) {
        var out = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int c = each & 0xff;
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                out.append((char) c);
            } else {
                out.append('%').append(String.format("%02X", c));
            }
        }
        return out.toString();
    }
}
