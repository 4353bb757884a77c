package io.frostproof.alerts.dwell;

import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.Stage;
import java.time.Duration;

/** Limits of dwell in words. */
public final class DwellText {

    private DwellText() {}

    /** Such as {@code at most 45 min on the dock}, {@code at most 30 d in storage in all}. */
    public static String of(DwellLimit limit) {
        return "at most " + length(limit.limit()) + " " + where(limit.stage()) + (limit.inAll() ? " in all" : "");
    }

    private static String where(Stage stage) {
        return switch (stage) {
            case STORAGE -> "in storage";
            case STAGING -> "in staging";
            case DOCK -> "on the dock";
            case HAND_OFF -> "at hand-off";
            case VEHICLE -> "in the vehicle";
            case LOCKER -> "in the locker";
        };
    }

    /** With the largest unit that leaves no rest, minutes as {@code min}. */
    public static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds >= 86_400 && seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds >= 3_600 && seconds % 3_600 == 0) {
            return seconds / 3_600 + " h";
        }
        return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
