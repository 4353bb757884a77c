package io.frostproof.server.access;

/** Who sends a request. */
public sealed interface Authentication {

    /** The request carries nothing to sign in with. */
    record Nobody() implements Authentication {}

    /** What it carries is unknown or has expired; answered 401. {@code why} is for the client: "the token is unknown or has expired". */
    record Refused(String why) implements Authentication {}

    /** It is known who it is, and still this request may not be theirs, as without its CSRF token; answered 403. */
    record Forbidden(String why) implements Authentication {}

    /**
     * Somebody who has signed in.
     *
     * @param viaCookie whether a cookie proved it, which browsers send by themselves
     */
    record Caller(Principal principal, boolean viaCookie) implements Authentication {}
}
