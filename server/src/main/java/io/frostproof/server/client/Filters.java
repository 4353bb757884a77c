package io.frostproof.server.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a request. For one thread. */
final class Filters {

    private final List<String> pairs = new ArrayList<>();

    /** Adds a parameter, unless it has no value. */
    Filters with(String name, @Nullable Object value) {
        if (value != null) {
            pairs.add(name + "=" + encoded(value.toString()));
        }
        return this;
    }

    /** A copy, to which one page's own parameters are added. */
    Filters copy() {
        var copy = new Filters();
        copy.pairs.addAll(pairs);
        return copy;
    }

    /** Path and query. */
    String on(String path) {
        return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
