package io.frostproof.alerts.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is wrong, in words, where a number says nothing to anybody: a state of 0 or 1, or readings that do not come. Pure. */
public final class Wrong {

    private Wrong() {}

    /** Such as {@code "mains absent for 12 min"} or {@code "no data for 42 min"}; empty for what has a value that people know. */
    public static Optional<String> of(Notice n) {
        Instant ended = n.endedAt();
        Duration lasted = Duration.between(n.startedAt(), ended == null ? n.decidedAt() : ended);
        return plainly(n).map(state -> state + " for " + length(lasted));
    }

    /** The same without for how long. */
    static Optional<String> plainly(Notice n) {
        Notice.Measured measured = n.measured();
        if (n.slot().equals(Notice.NO_HAND_OFF)) {
            return Optional.of("no record of a hand-off");
        }
        return measured == null ? Optional.empty() : state(measured.quantity(), measured.measure(), n.worstValue());
    }

    /**
     * A state, or that data are missing.
     *
     * @param quantity word of the network file, and so is the measure
     * @param value 0 or 1 of a state
     */
    public static Optional<String> state(String quantity, String measure, double value) {
        if (measure.equals("dwell")) {
            return Optional.of("stock past its time limit");
        }
        if (measure.equals("missing")) {
            return Optional.of(quantity.equals("temperature") ? "no data" : "no data of " + quantity);
        }
        if (!measure.equals("value") && !measure.equals("while")) {
            return Optional.empty();
        }
        boolean on = value >= 0.5;
        return Optional.ofNullable(
                switch (quantity) {
                    case "mains" -> on ? "mains present" : "mains absent";
                    case "door" -> on ? "door open" : "door closed";
                    case "generator" -> on ? "generator runs" : "generator does not run";
                    case "compressor" -> on ? "compressor runs" : "compressor does not run";
                    case "defrost" -> on ? "in defrost" : "no defrost";
                    default -> null;
                });
    }

    static String length(Duration length) {
        long minutes = Math.max(0, length.toMinutes());
        if (minutes == 0) {
            return "less than 1 min";
        }
        long days = minutes / (24 * 60);
        long hours = minutes / 60 % 24;
        if (days > 0) {
            return hours == 0 ? days + " d" : days + " d " + hours + " h";
        }
        if (hours > 0) {
            return minutes % 60 == 0 ? hours + " h" : hours + " h " + minutes % 60 + " min";
        }
        return minutes + " min";
    }
}
