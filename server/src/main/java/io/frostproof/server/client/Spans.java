package io.frostproof.server.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Lengths of time as people give them: a number with s, m, h or d. */
final class Spans {

    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    private Spans() {}

    /** @throws ParameterException if it is none */
    static Duration parse(CommandSpec spec, String option, String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": was '" + text + "', expected a number with s, m, h or d, such as 24h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
