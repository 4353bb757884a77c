package io.frostproof.server.epcis;

import org.jspecify.annotations.Nullable;

/**
 * What an identifier names. An EPC URI and a GS1 Digital Link of the same thing are one identity.
 *
 * @param canonical a Digital Link of {@code https://id.gs1.org} for what has one, the text as it came otherwise
 * @param number GTIN (14 digits), SSCC (18) or GLN (13), with check digit; for {@link Kind#OWN} and {@link Kind#OTHER} empty
 * @param part serial number, lot number or extension; null when there is none. For {@link Kind#OWN} our id
 * @param lot lot number of an instance, where the identifier says it too
 */
public record Identity(
        Kind kind,
        String canonical,
        String number,
        @Nullable String part,
        @Nullable String lot) {

    /** What kind of thing. */
    public enum Kind {
        /** One trade item with a serial number. */
        SGTIN,
        /** Trade items of one lot. */
        LGTIN,
        /** Trade items of a kind. */
        GTIN,
        /** A logistic unit: a pallet, a box. */
        SSCC,
        /** A place. */
        SGLN,
        /** One of Frostproof's own things, {@code urn:frostproof:WHAT:ID}. */
        OWN,
        /** Any other URI. */
        OTHER
    }

    /** Names of ours begin with this. */
    public static final String OWN_PREFIX = "urn:frostproof:";

    /** Our own name of something. */
    public static Identity own(String what, String id) {
        return new Identity(Kind.OWN, OWN_PREFIX + what + ":" + id, "", id, null);
    }

    /** For {@link Kind#OWN}: what it is, such as {@code handling-unit}. */
    public String what() {
        int colon = canonical.indexOf(':', OWN_PREFIX.length());
        return kind == Kind.OWN ? canonical.substring(OWN_PREFIX.length(), colon) : "";
    }
}
