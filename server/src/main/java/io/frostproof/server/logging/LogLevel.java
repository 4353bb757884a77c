package io.frostproof.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is written into the log of this process. */
public final class LogLevel {

    /** In the environment; it overrules what a command would like. */
    public static final String VARIABLE = "FROSTPROOF_LOG";

    private LogLevel() {}

    /** Only warnings and what is worse, for a command whose server does in minutes what others do in a month. */
    public static void onlyWarnings() {
        if (System.getenv().getOrDefault(VARIABLE, "").isEmpty()
                && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.WARN);
        }
    }
}
