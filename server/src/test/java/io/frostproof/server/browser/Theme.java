package io.frostproof.server.browser;

import com.microsoft.playwright.options.ColorScheme;

/** What the reader's system prefers. */
public enum Theme {
    LIGHT(ColorScheme.LIGHT),
    DARK(ColorScheme.DARK);

    final ColorScheme scheme;

    Theme(ColorScheme scheme) {
        this.scheme = scheme;
    }

    /** As file names have it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
