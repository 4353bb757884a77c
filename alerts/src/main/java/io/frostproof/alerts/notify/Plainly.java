package io.frostproof.alerts.notify;

import io.frostproof.alerts.probe.CameOff;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** First lines for what has no worst value that says anything: what happened, where, when, and what to do. Pure. */
final class Plainly {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Plainly() {}

    /** The line, when there is one for the slot and the trouble goes on. */
    static Optional<String> of(Notice n) {
        if (n.endedAt() != null) {
            return Optional.empty();
        }
        CameOff off = n.cameOff();
        if (off != null) {
            return Optional.of("Probe %s of %s at %s has probably come off: it shows %s like the room%s"
                    .formatted(
                            OneLine.of(off.channel()),
                            OneLine.of(n.unitName()),
                            OneLine.of(n.nodeName()),
                            celsius(off.after()),
                            off.other() == null ? "" : ", another one there " + celsius(off.other())));
        }
        String node = OneLine.of(n.nodeName());
        String unit = OneLine.of(n.unitName());
        String clock = CLOCK.format(n.startedAt().atZone(n.timeZone()));
        String lasted = length(Duration.between(n.startedAt(), n.decidedAt()));
        if (n.slot().equals(Notice.NO_HAND_OFF)) {
            return Optional.of(
                    "No record of the hand-off of %s at %s, %s".formatted(small(handlingUnits(n)), unit, node));
        }
        if (Notice.Measured.DWELL.equals(n.measured())) {
            return Optional.of("%s in %s at %s for longer than %s"
                    .formatted(
                            handlingUnits(n),
                            unit,
                            node,
                            Double.isFinite(n.threshold())
                                    ? Wrong.length(Duration.ofMillis(Math.round(n.threshold() * 60_000)))
                                    : "allowed"));
        }
        return switch (n.slot()) {
            case "generator_not_started" ->
                Optional.of("Mains lost at %s %s, generator has not started for %s: start it by hand"
                        .formatted(node, clock, lasted));
            case "generator_over_run" ->
                Optional.of("Mains are back at %s since %s, generator has run on for %s: check the transfer switch"
                        .formatted(node, clock, lasted));
            case "probes_disagree", "probe_drift" ->
                Optional.of("Probes of %s at %s are %s apart: compare them with a second thermometer"
                        .formatted(unit, node, apart(n)));
            case "calibration_due" ->
                Optional.of("%s of %s at %s: have the probe calibrated".formatted(capital(n.rule()), unit, node));
            default -> Optional.empty();
        };
    }

    private static String small(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** "Handling unit P1", "Handling unit P1 and 3 more". */
    private static String handlingUnits(Notice n) {
        if (n.stock().isEmpty()) {
            return "Stock";
        }
        String first = "Handling unit " + OneLine.of(n.stock().getFirst().handlingUnit());
        return n.stock().size() == 1 ? first : first + " and " + (n.stock().size() - 1) + " more";
    }

    /** What speaks for a probe having come off. */
    static String why(CameOff off, ZoneId zone) {
        return "it showed %s at %s and %s at %s%s, and has been within %s since%s"
                .formatted(
                        celsius(off.before()),
                        CLOCK.format(off.beforeAt().atZone(zone)),
                        celsius(off.after()),
                        CLOCK.format(off.afterAt().atZone(zone)),
                        off.doorClosed() ? " with the door closed" : "",
                        String.format(Locale.ROOT, "%.1f K", off.within()),
                        off.other() == null ? "" : "; another probe of the unit shows " + celsius(off.other()));
    }

    private static String celsius(double value) {
        return String.format(Locale.ROOT, "%.1f °C", value);
    }

    private static String apart(Notice n) {
        return String.format(Locale.ROOT, "%.1f %s", n.worstValue(), OneLine.of(n.valueUnit()));
    }

    /** The rule without where it is from. */
    private static String capital(String rule) {
        String text = OneLine.of(rule).replaceFirst(" \\(.*\\)$", "");
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
