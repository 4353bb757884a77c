package io.frostproof.alerts.notify;

import io.frostproof.alerts.probe.CameOff;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A notice in words, for somebody who was woken up at three in the morning: the first line alone says what is wrong,
 * where and how bad. English, the same on every machine whatever its locale and time zone. Pure.
 *
 * @param subject one line of at most {@value #MAX_SUBJECT} characters without control characters, safe as a mail header
 * @param body plain text, lines end with {@code \n}
 */
public record NoticeText(String subject, String body) {
    /** Longer subjects are cut by telephones anyway; also well below the 998 of a mail line (RFC 5322, 2.1.1). */
    public static final int MAX_SUBJECT = 150;

    /** So many handling units are listed by name; a mail that has to be scrolled is not read. */
    public static final int MAX_LISTED_STOCK = 20;

    /** So many of several units or incidents are listed. */
    public static final int MAX_LISTED_MEMBERS = 20;

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter MINUTE_AND_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    /**
     * The words for {@code notice}.
     *
     * @param baseUrl public address of this server, such as {@code https://frostproof.example}, for links to its pages;
     *     without it there are ids only
     */
    public static NoticeText of(Notice notice, @Nullable URI baseUrl) {
        return new NoticeText(OneLine.of(subjectOf(notice), MAX_SUBJECT), bodyOf(notice, baseUrl));
    }

    private static String subjectOf(Notice n) {
        // Names can be long: the unit comes before the node, so that the cut takes the least needed words.
        if (several(n)) {
            return "%s: %s, %s".formatted(urgency(n), extent(n), line(n.regionName()));
        }
        return switch (n.kind()) {
            case INCIDENT_OPENED, LATE_SUMMARY ->
                levelWord(n) + ": " + Plainly.of(n).orElseGet(() -> brief(n));
            case INCIDENT_WIDENED -> levelWord(n) + ", now wider: " + brief(n);
            case INCIDENT_WORSENED ->
                levelWord(n) + ", now worse: " + Plainly.of(n).orElseGet(() -> brief(n));
            case SNOOZE_ENDED ->
                levelWord(n) + ", snooze over, still: " + Plainly.of(n).orElseGet(() -> brief(n));
            case INCIDENT_RECOVERED ->
                Wrong.of(n)
                        .map(wrong ->
                                "RECOVERED: %s, %s, after %s".formatted(line(n.unitName()), line(n.nodeName()), wrong))
                        .orElseGet(() -> "RECOVERED: %s was %s, %s, %s"
                                .formatted(line(n.unitName()), trouble(n), worst(n), line(n.nodeName())));
            case INCIDENT_RETRACTED ->
                "TAKEN BACK: %s, %s, nothing was wrong: %s"
                        .formatted(
                                line(n.unitName()),
                                line(n.nodeName()),
                                Wrong.plainly(n).orElseGet(() -> trouble(n)));
            case DECISION_PROPOSED ->
                "APPROVE OR REJECT: quarantine %s from %s (%s, %s), %s"
                        .formatted(units(n.stock()), line(n.unitName()), trouble(n), worst(n), line(n.nodeName()));
            case DECISION_ESCALATED ->
                "DECIDE NOW: %s, %s, %s".formatted(units(n.stock()), line(n.nodeName()), line(n.rule()));
        };
    }

    /** "Fridge 3 too warm, 9.2 °C, Riga Dock"; "Locker 2: mains absent for 12 min, Riga Dock". */
    private static String brief(Notice n) {
        String unit = line(n.unitName());
        return Wrong.of(n).map(wrong -> unit + ": " + wrong).orElseGet(() -> unit + " " + trouble(n) + ", " + worst(n))
                + ", " + line(n.nodeName());
    }

    private static String bodyOf(Notice n, @Nullable URI baseUrl) {
        StringBuilder body = new StringBuilder(1024);
        body.append(headline(n)).append("\n\n");
        if (n.kind() == Notice.Kind.DECISION_ESCALATED) {
            body.append("Proposed: ").append(time(n.startedAt(), n.timeZone())).append('\n');
        } else {
            facts(body, n);
        }
        body.append("\nWhat to do now\n");
        List<String> steps = n.cameOff() == null
                ? FirstSteps.of(n.kind(), n.slot(), n.measured(), n.level(), n.endedAt() != null)
                : FirstSteps.ofCameOff(n.level());
        for (int i = 0; i < steps.size(); i++) {
            body.append(i + 1).append(". ").append(steps.get(i)).append('\n');
        }
        members(body, n);
        if (!several(n) && n.kind() != Notice.Kind.INCIDENT_RETRACTED) {
            stock(body, n.stock());
        }
        references(body, n, baseUrl);
        return body.toString();
    }

    private static String headline(Notice n) {
        String place = "%s at %s (%s)".formatted(line(n.unitName()), line(n.nodeName()), line(n.regionName()));
        String measure = "worst %s, limit %s".formatted(worst(n), line(n.rule()));
        String verb = n.endedAt() == null ? "is" : "was";
        String said = Wrong.of(n)
                .map(wrong -> "%s: %s, rule %s".formatted(place, wrong, line(n.rule())))
                .orElseGet(() -> "%s %s %s: %s".formatted(place, verb, trouble(n), measure));
        if (several(n)) {
            return "%s: %s, region %s. First known of %s: %s."
                    .formatted(urgency(n), extent(n), line(n.regionName()), place, line(n.rule()));
        }
        return switch (n.kind()) {
            case INCIDENT_WIDENED, INCIDENT_OPENED, LATE_SUMMARY ->
                levelWord(n) + ": " + Plainly.of(n).orElse(said) + ".";
            case INCIDENT_WORSENED ->
                levelWord(n) + ", WORSE THAN BEFORE: " + Plainly.of(n).orElse(said) + ".";
            case SNOOZE_ENDED ->
                levelWord(n) + ", SNOOZE OVER AND IT LASTS: " + Plainly.of(n).orElse(said) + ".";
            case INCIDENT_RECOVERED ->
                Wrong.of(n)
                        .map(wrong -> "RECOVERED: %s. It was: %s (%s), rule %s."
                                .formatted(place, wrong, n.level().id(), line(n.rule())))
                        .orElseGet(() -> "RECOVERED: %s is back within its limit. It was %s (%s): %s."
                                .formatted(place, trouble(n), n.level().id(), measure));
            case INCIDENT_RETRACTED ->
                "TAKEN BACK: %s was said of %s. What came in later shows that nothing was wrong."
                        .formatted(Wrong.plainly(n).orElseGet(() -> trouble(n)), place);
            case DECISION_PROPOSED ->
                "APPROVE OR REJECT: quarantine %s that lay in %s. It %s %s (%s): %s."
                        .formatted(
                                units(n.stock()),
                                place,
                                verb,
                                trouble(n),
                                n.level().id(),
                                measure);
            case DECISION_ESCALATED ->
                "DECIDE NOW: nobody has decided yet about %s at %s (%s): %s."
                        .formatted(units(n.stock()), line(n.nodeName()), line(n.regionName()), line(n.rule()));
        };
    }

    private static void facts(StringBuilder body, Notice n) {
        if (n.kind() == Notice.Kind.INCIDENT_RETRACTED) {
            body.append("Thought to begin: ")
                    .append(time(n.startedAt(), n.timeZone()))
                    .append("\nRule:     ")
                    .append(line(n.rule()))
                    .append('\n');
            identity(body, n);
            return;
        }
        body.append("Since:    ").append(time(n.startedAt(), n.timeZone())).append('\n');
        Instant ended = n.endedAt();
        if (ended == null) {
            body.append("State:    still going on after ")
                    .append(Wrong.length(Duration.between(n.startedAt(), n.decidedAt())))
                    .append('\n');
        } else {
            body.append("Until:    ").append(time(ended, n.timeZone())).append('\n');
            body.append("State:    over, it lasted ")
                    .append(Wrong.length(Duration.between(n.startedAt(), ended)))
                    .append('\n');
        }
        if (n.late()) {
            body.append("Late:     it was over already when its readings reached the server\n");
        }
        body.append("Rule:     ").append(line(n.rule()));
        if (n.ruleVersion() != null) {
            body.append(", version ").append(n.ruleVersion());
        }
        body.append('\n');
        body.append(Wrong.plainly(n).map(wrong -> "What:     " + wrong).orElseGet(() -> "Worst:    " + worst(n)))
                .append('\n');
        CameOff off = n.cameOff();
        if (off != null) {
            body.append("Probe:    ").append(Plainly.why(off, n.timeZone())).append('\n');
        }
        identity(body, n);
    }

    private static void identity(StringBuilder body, Notice n) {
        body.append("Unit:     ")
                .append(line(n.unitName()))
                .append(" [")
                .append(line(n.unitId()))
                .append("]\n");
        body.append("Known at: ").append(time(n.decidedAt(), n.timeZone())).append('\n');
    }

    /** Whether it is about several units at once. */
    private static boolean several(Notice n) {
        Notice.Group group = n.group();
        return group != null && group.cause() != null && group.units() > 1;
    }

    /** "mains lost in 12 units of 3 nodes". */
    private static String extent(Notice n) {
        Notice.Group group = Objects.requireNonNull(n.group());
        String what = Objects.equals(group.cause(), "power")
                ? "mains lost in"
                : Objects.equals(group.cause(), "silence") ? "no data from" : trouble(n) + " in";
        return "%s %d units of %s"
                .formatted(what, group.units(), group.nodes() == 1 ? line(n.nodeName()) : group.nodes() + " nodes");
    }

    private static String urgency(Notice n) {
        return switch (n.kind()) {
            case INCIDENT_WIDENED -> levelWord(n) + ", now wider";
            case INCIDENT_WORSENED -> levelWord(n) + ", now worse";
            case SNOOZE_ENDED -> levelWord(n) + ", snooze over, still";
            case INCIDENT_RECOVERED -> "RECOVERED";
            case INCIDENT_RETRACTED -> "TAKEN BACK, nothing was wrong";
            case INCIDENT_OPENED, DECISION_PROPOSED, DECISION_ESCALATED, LATE_SUMMARY -> levelWord(n);
        };
    }

    private static void members(StringBuilder body, Notice n) {
        Notice.Group group = n.group();
        if (group == null || (!several(n) && group.members().size() < 2)) {
            return;
        }
        List<Notice.Member> members = group.members();
        body.append(several(n) ? "\nUnits: " + group.units() + "\n" : "\nIncidents: " + members.size() + "\n");
        for (Notice.Member member : members.subList(0, Math.min(members.size(), MAX_LISTED_MEMBERS))) {
            body.append("- ")
                    .append(several(n) ? unit(member) : incident(member))
                    .append(", since ");
            body.append(time(member.startedAt(), n.timeZone()));
            Instant ended = member.endedAt();
            body.append(ended == null ? "" : ", until " + time(ended, n.timeZone()));
            body.append(member.decisionId() == null ? "\n" : ", a decision about its stock waits\n");
        }
        int more = several(n) ? group.units() - MAX_LISTED_MEMBERS : members.size() - MAX_LISTED_MEMBERS;
        if (more > 0) {
            body.append("and ").append(more).append(" more\n");
        }
    }

    private static String unit(Notice.Member member) {
        return line(member.unitName()) + " at " + line(member.nodeName());
    }

    private static String incident(Notice.Member member) {
        Double worst = member.worstValue();
        String unit = member.valueUnit();
        return line(member.slot()).replace('_', ' ') + " (" + member.level().id() + ")"
                + (worst == null ? "" : ", worst " + (number(worst) + " " + (unit == null ? "" : line(unit))).strip());
    }

    private static void stock(StringBuilder body, List<Notice.Stock> stock) {
        if (stock.isEmpty()) {
            body.append("\nStock: none is recorded in this unit.\n");
            return;
        }
        body.append("\nStock inside: ").append(units(stock)).append('\n');
        for (Notice.Stock s : stock.subList(0, Math.min(stock.size(), MAX_LISTED_STOCK))) {
            body.append("- %s: %s %s of %s, lot %s\n"
                    .formatted(
                            line(s.handlingUnit()),
                            s.quantity().toPlainString(),
                            line(s.quantityUnit()),
                            line(s.product()),
                            line(s.lot())));
        }
        if (stock.size() > MAX_LISTED_STOCK) {
            body.append("and ").append(stock.size() - MAX_LISTED_STOCK).append(" more\n");
        }
    }

    private static void references(StringBuilder body, Notice n, @Nullable URI baseUrl) {
        body.append('\n');
        if (n.incidentId() != null) {
            body.append("Incident: ").append(n.incidentId()).append('\n');
        }
        if (n.decisionId() != null) {
            body.append("Decision: ").append(n.decisionId()).append('\n');
        }
        body.append("Notice:   ").append(line(n.key())).append('\n');
        if (baseUrl != null) {
            body.append("Link:     ").append(link(n, baseUrl)).append('\n');
        }
    }

    /** Where people see to it. */
    public static String link(Notice n, URI baseUrl) {
        String base = baseUrl.toString().replaceFirst("/+$", "");
        return n.decisionId() == null ? base + "/incidents/" + n.incidentId() : base + "/decisions/" + n.decisionId();
    }

    /** How bad, and whether there is still something to save. */
    private static String levelWord(Notice n) {
        return n.level().id().toUpperCase(Locale.ROOT) + (n.endedAt() == null ? "" : ", over already");
    }

    /** The slot as words: {@code too_warm} reads "too warm". */
    private static String trouble(Notice n) {
        return line(n.slot()).replace('_', ' ');
    }

    private static String worst(Notice n) {
        return (number(n.worstValue()) + " " + line(n.valueUnit())).strip();
    }

    /** Three decimals at most: finer than any probe, and coarse enough to hide what binary fractions leave behind. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "unknown";
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.toPlainString();
    }

    private static String units(List<Notice.Stock> stock) {
        return stock.size() == 1 ? "1 handling unit" : stock.size() + " handling units";
    }

    private static String time(Instant time, ZoneId zone) {
        return "%s %s (%s UTC)"
                .formatted(
                        MINUTE_AND_OFFSET.format(time.atZone(zone)),
                        zone.getId(),
                        MINUTE.format(time.atOffset(ZoneOffset.UTC)));
    }

    private static String line(String text) {
        return OneLine.of(text);
    }
}
