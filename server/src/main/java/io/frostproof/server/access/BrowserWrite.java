package io.frostproof.server.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which a write that only a cookie signs shows that one of our own pages sent it. A browser adds the cookie to requests
 * of other sites' pages too, were it not for {@code SameSite=Strict}; this does not rely on that.
 *
 * @param csrfToken header {@value #CSRF_HEADER}
 * @param fetchSite header {@code Sec-Fetch-Site}, which pages cannot set
 * @param origin header {@code Origin}, which pages cannot set either
 * @param host header {@code Host}
 */
public record BrowserWrite(
        @Nullable String csrfToken,
        @Nullable String fetchSite,
        @Nullable String origin,
        @Nullable String host) {

    /** Header that a page sends with every write. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final Set<String> OUR_SITES = Set.of("same-origin", "none");

    /** Reads the headers of a request. */
    public static BrowserWrite of(Function<String, @Nullable String> headers) {
        return new BrowserWrite(
                headers.apply(CSRF_HEADER),
                headers.apply("Sec-Fetch-Site"),
                headers.apply("Origin"),
                headers.apply("Host"));
    }

    /** Why the browser says that this comes from somewhere else; empty if it does not. */
    public Optional<String> foreign() {
        // Where the browser says it outright, it knows best: a proxy in between may have put another Host in.
        if (fetchSite != null) {
            return OUR_SITES.contains(fetchSite)
                    ? Optional.empty()
                    : Optional.of("the request comes from another site (Sec-Fetch-Site)");
        }
        if (origin == null || isOurs(origin)) {
            return Optional.empty();
        }
        return Optional.of("the request comes from another site (Origin)");
    }

    /** Whether it names the host that the request was sent to; the scheme may differ, since proxies speak TLS for us. */
    private boolean isOurs(String from) {
        return host != null && from.toLowerCase(Locale.ROOT).endsWith("://" + host.toLowerCase(Locale.ROOT));
    }

    /** Why this write may not be the will of the user of a cookie session; empty if it is. */
    public Optional<String> refusal(SignedIn session) {
        Optional<String> foreign = foreign();
        if (foreign.isPresent()) {
            return foreign;
        }
        String expected = session.csrfToken().orElse("");
        return csrfToken != null && !expected.isEmpty() && Tokens.same(expected, csrfToken)
                ? Optional.empty()
                : Optional.of("a write by cookie needs the header " + CSRF_HEADER
                        + " with the csrf_token of GET /api/v1/session");
    }

    @Override
    public String toString() {
        return "write from " + (fetchSite == null ? origin : fetchSite);
    }
}
