package io.frostproof.server.demo;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.alerts.notify.Wrong;
import io.frostproof.server.notify.NotificationChannel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints notices as single lines: in the demo the terminal is who is told. */
final class TerminalChannel implements NotificationChannel {

    static final String NAME = "terminal";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Consumer<String> out;

    TerminalChannel(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome deliver(Notice notice) {
        String place = notice.unitName() + ", " + notice.nodeName();
        String what = notice.slot().replace('_', ' ');
        Optional<String> wrong = Wrong.of(notice);
        String said = wrong.map(state -> place + ": " + state)
                .orElseGet(() -> place + " is " + what + ", " + number(notice.worstValue()) + " " + notice.valueUnit());
        String line = switch (notice.kind()) {
            case INCIDENT_WIDENED -> "WIDER     " + NoticeText.of(notice, null).subject();
            case LATE_SUMMARY -> "LATE      " + NoticeText.of(notice, null).subject();
            case INCIDENT_OPENED ->
                "INCIDENT  " + notice.level().id() + ": " + said + " (" + notice.rule() + "), since "
                        + TIME.format(notice.startedAt()) + "; "
                        + notice.stock().size()
                        + " handling units inside";
            case INCIDENT_WORSENED -> "WORSE     " + notice.level().id() + ": " + said;
            case SNOOZE_ENDED -> "STILL     " + notice.level().id() + ": " + said + "; its snooze is over";
            case INCIDENT_RECOVERED ->
                "RECOVERED "
                        + wrong.map(state -> place + ", after " + state)
                                .orElseGet(() -> place + " is back within its limits; worst "
                                        + number(notice.worstValue()) + " " + notice.valueUnit());
            case INCIDENT_RETRACTED -> "TAKEN BACK " + place + " was not " + what;
            case DECISION_ESCALATED ->
                "WAITS     " + NoticeText.of(notice, null).subject();
            case DECISION_PROPOSED ->
                "PROPOSAL  quarantine " + notice.stock().size() + " handling units of " + place
                        + ": waits for approve or reject";
        };
        out.accept(line(notice.decidedAt(), line));
        return new Outcome.Accepted("printed");
    }

    /** A line of the terminal: when, and what. */
    static String line(Instant time, String text) {
        return TIME.format(time) + "  " + text;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
