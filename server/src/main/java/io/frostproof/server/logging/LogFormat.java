package io.frostproof.server.logging;

import java.util.Locale;

/** The two ways in which the log can be written. */
public enum LogFormat {
    /** {@code 2026-11-21T12:00:00.000Z INFO  Door event=... key=value}. */
    TEXT,
    /** One JSON object in each line, with time, level and logger before the event's own keys. */
    JSON;

    /** In the environment; it overrules the configuration file, and holds before that file is read. */
    public static final String VARIABLE = "FROSTPROOF_LOG_FORMAT";

    private static volatile LogFormat current = named(System.getenv().getOrDefault(VARIABLE, ""));

    /** The word in files and in the environment. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How this process writes its log. */
    static LogFormat current() {
        return current;
    }

    /** Chooses for this process, unless the environment has. */
    public static void use(LogFormat format) {
        if (System.getenv().getOrDefault(VARIABLE, "").isEmpty()) {
            current = format;
        }
    }

    private static LogFormat named(String word) {
        return word.equalsIgnoreCase("json") ? JSON : TEXT;
    }
}
