package io.frostproof.alerts.desk;

import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.probe.CameOff;
import io.frostproof.alerts.stock.Exposure;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings an incident into line with its excursions: its state, the proposal about its stock, and who has to be told. */
final class Settlement {

    private final DeskTransaction transaction;
    private final String region;
    private final Instant now;
    private final Telling telling;
    private final Hush hush;
    private final CommonCauses causes;
    private final LateSummaries summaries;
    private final Retractions retractions;
    private final Touched touched;
    private final Suspicions suspicions;

    /** @param touched what the transaction has changed */
    Settlement(DeskTransaction transaction, String region, NoticeTargets targets, Instant now, Touched touched) {
        this.touched = touched;
        this.transaction = transaction;
        this.region = region;
        this.now = now;
        telling = new Telling(transaction, targets, now);
        hush = new Hush(transaction, now);
        causes = new CommonCauses(transaction, region, telling, hush, now);
        summaries = new LateSummaries(transaction, telling, now);
        retractions = new Retractions(transaction, region, telling, hush, now);
        suspicions = new Suspicions(transaction, now);
    }

    /** Settles an incident. Returns another one that has to be settled because of it. */
    Optional<UUID> settle(UUID incidentId) {
        Incident before = Objects.requireNonNull(transaction.incident(incidentId));
        List<Excursion> excursions = transaction.excursions(incidentId);
        Incident after = before.with(excursions);
        if (!excursions.isEmpty()) {
            after = after.withCause(CommonCauses.of(transaction, excursions.getFirst()));
        }
        if (after.state().open() && !before.state().open()) {
            Optional<UUID> merged = mergeIntoOpenOne(after, excursions);
            if (merged.isPresent()) {
                causes.settled(before, after.withState(IncidentState.RETRACTED));
                return merged;
            }
        }
        if (!after.equals(before)) {
            transaction.save(after, region, now);
        }
        Map<String, Notice.Stock> harmed = exposedStock(excursions);
        @Nullable Decision proposed = decide(after, excursions, harmed);
        Map<String, Notice.Stock> stock = withOverstaying(harmed, excursions);
        causes.settled(before, after);
        List<Excursion> takenBack = touched.takenBackFrom(incidentId);
        if (after.state() == IncidentState.RETRACTED
                && before.state() != IncidentState.RETRACTED
                && !takenBack.isEmpty()) {
            retractions.add(before, after, takenBack);
        }
        // Those that may have a cause in common tell when all of them are settled.
        if (after.cause() == null || after.state() == IncidentState.RESOLVED) {
            Told told = tell(before, after, excursions, stock, !harmed.isEmpty(), proposed);
            if (told != after.told()) {
                transaction.save(after.withTold(told), region, now);
            }
        }
        return Optional.empty();
    }

    /** The time for which people wanted no notices is over: they are told once more if it still lasts. */
    void endSnooze(DeskTransaction.Snoozed snoozed) {
        Incident incident = Objects.requireNonNull(transaction.incident(snoozed.incidentId()));
        List<Excursion> excursions = transaction.excursions(incident.id());
        boolean lasts = incident.state().open() && !excursions.isEmpty();
        transaction.endSnooze(incident.id());
        transaction.record(
                incident.id(),
                now,
                "snooze_ended",
                Map.of("until", snoozed.until().toString(), "lasts", lasts));
        // Of a member of a common cause nobody is told by itself, whatever becomes of its lead.
        if (lasts && incident.memberOf() == null) {
            // The end of a snooze is an instant of its own: its key is the same however often this is tried.
            String key =
                    "incident:" + incident.id() + ":snoozed:" + snoozed.until().toEpochMilli();
            Excursion about = Telling.mostTelling(incident, excursions);
            telling.send(
                    telling.notice(
                            key,
                            Notice.Kind.SNOOZE_ENDED,
                            incident,
                            about,
                            withOverstaying(exposedStock(excursions), excursions),
                            null,
                            false),
                    true);
            transaction.save(incident.withTold(Told.OPEN), region, now);
        }
    }

    /** What can only be said when every incident of the transaction is settled. */
    void finish() {
        retractions.finish();
        causes.finish();
        summaries.finish();
        remind();
    }

    /** Tells people of what opened again without a page, and lasts. */
    private void remind() {
        for (UUID id : transaction.quiet(region)) {
            Incident incident = transaction.incident(id);
            if (incident == null
                    || incident.state() != IncidentState.OPEN
                    || incident.told() != Told.OVER
                    || hush.holds(id)) {
                continue;
            }
            List<Excursion> excursions = transaction.excursions(id);
            // Of two probes that are apart people know, as long as the other one does not say the same.
            if (lasts(excursions) && !(suspicions.wasKnown(incident) && suspicions.held(excursions))) {
                Excursion about = Telling.mostTelling(incident, excursions);
                String key = "incident:" + id + ":lasts:" + about.startedMicros();
                telling.send(
                        telling.notice(
                                        key,
                                        Notice.Kind.INCIDENT_OPENED,
                                        incident,
                                        about,
                                        withOverstaying(exposedStock(excursions), excursions),
                                        null,
                                        false)
                                .withCameOff(suspicions.of(excursions)),
                        true);
                transaction.save(incident.withTold(Told.OPEN), region, now);
            }
        }
    }

    /** Whether the present stretch is longer than what is taken for a unit that hovers around its limit. */
    private boolean lasts(List<Excursion> excursions) {
        return excursions.stream()
                .filter(Excursion::open)
                .anyMatch(excursion -> !History.instant(excursion.confirmedMicros())
                        .plus(Incident.REGROUP)
                        .isAfter(now));
    }

    /** Another open incident of the unit and slot takes the excursions over: there is never more than one. */
    private Optional<UUID> mergeIntoOpenOne(Incident incident, List<Excursion> excursions) {
        Optional<Incident> other = transaction.incidents(incident.unit(), incident.slot()).stream()
                .filter(candidate -> candidate.state().open() && !candidate.id().equals(incident.id()))
                .findFirst();
        other.ifPresent(open -> {
            for (Excursion excursion : excursions) {
                transaction.file(excursion, open.id(), Rules.filedNote(transaction, excursion), now);
                transaction.record(open.id(), now, "excursion_joined", History.of(excursion));
            }
            transaction.save(incident.withState(IncidentState.RETRACTED).withMergedInto(open.id()), region, now);
            transaction.record(
                    incident.id(), now, "merged", Map.of("into", open.id().toString()));
            withdrawProposals(incident.id());
        });
        return other.map(Incident::id);
    }

    private Map<String, Notice.Stock> exposedStock(List<Excursion> excursions) {
        var stock = new TreeMap<String, Notice.Stock>();
        for (Excursion excursion : excursions) {
            exposures(excursion).forEach(exposure -> stock.put(exposure.stock().handlingUnit(), exposure.stock()));
        }
        return stock;
    }

    /** With the handling units that are somewhere for too long: people want to know which. That alone is no harm, and proposes nothing. */
    private Map<String, Notice.Stock> withOverstaying(Map<String, Notice.Stock> stock, List<Excursion> excursions) {
        boolean lasts = excursions.stream().anyMatch(Excursion::open);
        var overstaying = new TreeSet<String>();
        for (Excursion excursion : excursions) {
            String handlingUnit = excursion.handlingUnit();
            if (handlingUnit != null && (excursion.open() || !lasts)) {
                overstaying.add(handlingUnit);
            }
        }
        if (overstaying.isEmpty()) {
            return stock;
        }
        var all = new TreeMap<>(stock);
        all.putAll(transaction.dwell().stock(overstaying));
        return all;
    }

    private List<Exposure> exposures(Excursion excursion) {
        return Exposure.of(excursion, stays(excursion));
    }

    private List<Stay> stays(Excursion excursion) {
        return !Rules.atDesk(transaction, excursion) && Harm.by(transaction, excursion)
                ? transaction.stays(excursion.unit(), excursion.startedMicros(), excursion.endedMicros())
                : List.of();
    }

    /** Proposes to quarantine exposed stock that no decision is about yet. Returns a proposal that is new. */
    private @Nullable Decision decide(Incident incident, List<Excursion> excursions, Map<String, Notice.Stock> stock) {
        if (incident.state() == IncidentState.RETRACTED) {
            withdrawProposals(incident.id());
            return null;
        }
        List<Decision> decisions = transaction.decisions(incident.id());
        var standing = new ArrayList<Decision>();
        var open = new HashSet<>(stock.keySet());
        decisions.stream()
                .filter(decision -> decision.state() == DecisionState.PROPOSED)
                .forEach(standing::add);
        List<Decision> made = open.isEmpty() ? List.of() : DecidedBefore.made(transaction, incident.id());
        made.forEach(decision -> open.removeAll(decision.handlingUnits()));
        open.removeAll(DecidedBefore.of(
                made, open, () -> excursions.stream().map(this::stays).toList()));
        if (standing.isEmpty() && open.isEmpty()) {
            return null;
        }
        Map<String, Object> evidence = evidence(incident, excursions, open);
        if (!standing.isEmpty()) {
            // Parts that people have begun to decide on their own keep what they are about.
            for (Decision part : standing.subList(0, standing.size() - 1)) {
                var own = new HashSet<>(part.handlingUnits());
                own.retainAll(open);
                open.removeAll(own);
                settle(part, own, evidence);
            }
            // The facts may have grown; people decide about what is known now.
            settle(standing.getLast(), open, evidence);
            return null;
        }
        Decision proposal = Decision.propose(incident.id(), decisions.size() + 1, open);
        transaction.save(proposal, evidence, now);
        transaction.record(
                incident.id(),
                now,
                "quarantine_proposed",
                Map.of("decision", proposal.id().toString(), "handling_units", open.size()));
        return proposal;
    }

    private void settle(Decision proposed, Set<String> handlingUnits, Map<String, Object> evidence) {
        transaction.save(
                proposed.with(
                        handlingUnits.isEmpty() ? DecisionState.WITHDRAWN : DecisionState.PROPOSED, handlingUnits),
                evidence,
                now);
    }

    private void withdrawProposals(UUID incidentId) {
        for (Decision decision : transaction.decisions(incidentId)) {
            if (decision.state() == DecisionState.PROPOSED) {
                transaction.save(decision.with(DecisionState.WITHDRAWN, decision.handlingUnits()), Map.of(), now);
            }
        }
    }

    private Map<String, Object> evidence(Incident incident, List<Excursion> excursions, Set<String> handlingUnits) {
        var evidence = new LinkedHashMap<String, Object>();
        evidence.put("policy", Decision.POLICY_VERSION);
        evidence.put(
                "reason",
                "These handling units were in unit " + incident.unit()
                        + " while it was out of its limits; hold them until " + "somebody has judged the exposure.");
        evidence.put("unit", incident.unit());
        evidence.put("slot", incident.slot());
        var facts = new ArrayList<Map<String, Object>>();
        for (Excursion excursion : excursions) {
            var fact = new LinkedHashMap<>(History.of(excursion));
            fact.put("channel", excursion.channelId());
            RuleNote rule = Rules.note(transaction, excursion);
            fact.put("rule", rule.text());
            if (rule.version() != RuleVersion.UNRECORDED) {
                fact.put("rule_version", rule.version());
            }
            String unit = rule.valueUnit();
            if (unit != null) {
                fact.put("value_unit", unit);
            }
            fact.put("exposures", exposureFacts(excursion, handlingUnits));
            facts.add(fact);
        }
        evidence.put("excursions", facts);
        return evidence;
    }

    private List<Map<String, Object>> exposureFacts(Excursion excursion, Set<String> handlingUnits) {
        return exposures(excursion).stream()
                .filter(exposure -> handlingUnits.contains(exposure.stock().handlingUnit()))
                .sorted(Comparator.comparing(exposure -> exposure.stock().handlingUnit()))
                .map(exposure -> {
                    var fact = new LinkedHashMap<String, Object>();
                    fact.put("handling_unit", exposure.stock().handlingUnit());
                    fact.put("lot", exposure.stock().lot());
                    fact.put("product", exposure.stock().product());
                    fact.put("from", History.instant(exposure.fromMicros()).toString());
                    Long to = exposure.toMicros();
                    if (to != null) {
                        fact.put("to", History.instant(to).toString());
                    }
                    return (Map<String, Object>) fact;
                })
                .toList();
    }

    /** Returns what people know now. */
    private Told tell(
            Incident before,
            Incident after,
            List<Excursion> excursions,
            Map<String, Notice.Stock> stock,
            boolean harm,
            @Nullable Decision proposed) {
        if (excursions.isEmpty()) {
            return after.told();
        }
        Excursion about = Telling.mostTelling(after, excursions);
        boolean late = !before.state().open() && after.recoveredMicros() != null;
        boolean began = !before.state().open() && after.state().open();
        boolean overWhenFound = before.state() == IncidentState.RETRACTED && after.state() == IncidentState.RECOVERED;
        // People who closed an incident while its excursion went on took it for harmless, which it is not any more. It
        // stays
        // theirs, and closed, but they are told.
        boolean matters = after.state().open()
                || (after.state() == IncidentState.RESOLVED && (after.recoveredMicros() == null || harm));
        boolean worse = after.level().compareTo(before.level()) > 0;
        boolean worsened = matters && worse;
        boolean recovered = before.state().open() && after.state() == IncidentState.RECOVERED;
        boolean hushed = (began || worsened || recovered) && hush.of(after, worse);
        CameOff off = began || worsened ? suspicions.of(excursions) : null;
        // Two probes that are apart are one problem, and one page.
        boolean known = off != null && suspicions.known(after);
        if (off != null) {
            transaction.record(after.id(), now, "probe_came_off", History.of(off));
        }
        Told told = after.told();
        boolean carried = false;
        // An incident may recover and begin again more than once, with one excursion even: the times tell these apart.
        if ((overWhenFound && harm) || (late && proposed != null && !worsened)) {
            summaries.add(after, about, stock, proposed);
            told = Told.OVER;
            carried = true;
        } else if (began) {
            boolean again = before.state() == IncidentState.RECOVERED;
            // A unit that hovers around its limit is one problem. Whoever was told that it is over hears of it again
            // when it
            // is worse than it was, or lasts.
            boolean page = !hushed && !known && (told != Told.OVER || worse || lasts(excursions));
            String key = "incident:" + after.id()
                    + (again
                            ? ":again:" + before.recoveredMicros()
                            : told == Told.RETRACTED ? ":found:" + about.confirmedMicros() : ":opened");
            Notice notice = telling.notice(key, Notice.Kind.INCIDENT_OPENED, after, about, stock, proposed, late);
            telling.send(notice.withCameOff(off), page);
            told = page ? Told.OPEN : known ? Told.OVER : told;
            carried = page || known;
        } else if (worsened) {
            String key = "incident:" + after.id() + ":level:" + after.level().id();
            Notice notice = telling.notice(key, Notice.Kind.INCIDENT_WORSENED, after, about, stock, proposed, late);
            telling.send(notice.withCameOff(off), !known);
            told = after.state().open() && !known ? Told.OPEN : told;
            carried = true;
        } else if (recovered) {
            String key = "incident:" + after.id() + ":recovered:" + after.recoveredMicros();
            // A proposal gets its own notice below: what has to be decided must not hide behind good news.
            telling.send(
                    telling.notice(key, Notice.Kind.INCIDENT_RECOVERED, after, about, stock, null, late),
                    proposed == null && told != Told.OVER && !hushed);
            told = Told.OVER;
        }
        Excursion confirming = began || worsened || !after.state().open() ? null : suspicions.confirming(excursions);
        if (confirming != null && !hush.holds(after.id())) {
            // It was not the probe after all: another one says so. Once for each that does.
            String key = "incident:" + after.id() + ":confirmed:" + confirming.id();
            telling.send(
                    telling.notice(key, Notice.Kind.INCIDENT_WORSENED, after, confirming, stock, proposed, late), true);
            told = Told.OPEN;
            carried = true;
        }
        if (proposed != null) {
            // Stock is a reason to disturb people even while they want to hear nothing of the incident.
            String key = "decision:" + proposed.id() + ":proposed";
            boolean asked = touched.proposedBefore(after.id()).containsAll(proposed.handlingUnits());
            telling.send(
                    telling.notice(key, Notice.Kind.DECISION_PROPOSED, after, about, stock, proposed, late),
                    !carried && !asked);
        }
        return told;
    }
}
