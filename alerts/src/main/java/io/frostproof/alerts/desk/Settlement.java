package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.stock.Exposure;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings an incident into line with its excursions: its state, the proposal about its stock, and who has to be told. */
final class Settlement {

    private final DeskTransaction transaction;
    private final String region;
    private final NoticeTargets targets;
    private final Instant now;

    Settlement(DeskTransaction transaction, String region, NoticeTargets targets, Instant now) {
        this.transaction = transaction;
        this.region = region;
        this.targets = targets;
        this.now = now;
    }

    /** Settles an incident. Returns another one that has to be settled because of it. */
    Optional<UUID> settle(UUID incidentId) {
        Incident before = Objects.requireNonNull(transaction.incident(incidentId));
        List<Excursion> excursions = transaction.excursions(incidentId);
        Incident after = before.with(excursions);
        if (after.state().open() && !before.state().open()) {
            Optional<UUID> merged = mergeIntoOpenOne(after, excursions);
            if (merged.isPresent()) {
                return merged;
            }
        }
        if (!after.equals(before)) {
            transaction.save(after, region, now);
        }
        Map<String, Notice.Stock> stock = exposedStock(excursions);
        @Nullable Decision proposed = decide(after, excursions, stock);
        tell(before, after, excursions, stock, proposed);
        return Optional.empty();
    }

    /** Another open incident of the unit and slot takes the excursions over: there is never more than one. */
    private Optional<UUID> mergeIntoOpenOne(Incident incident, List<Excursion> excursions) {
        Optional<Incident> other = transaction.incidents(incident.unit(), incident.slot()).stream()
                .filter(candidate -> candidate.state().open() && !candidate.id().equals(incident.id()))
                .findFirst();
        other.ifPresent(open -> {
            for (Excursion excursion : excursions) {
                transaction.file(excursion, open.id(), Rules.note(transaction, excursion), now);
                transaction.record(open.id(), now, "excursion_joined", History.of(excursion));
            }
            transaction.save(incident.withState(IncidentState.RETRACTED), region, now);
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

    private List<Exposure> exposures(Excursion excursion) {
        return Exposure.of(
                excursion, transaction.stays(excursion.unit(), excursion.startedMicros(), excursion.endedMicros()));
    }

    /** Proposes to quarantine exposed stock that no decision is about yet. Returns a proposal that is new. */
    private @Nullable Decision decide(Incident incident, List<Excursion> excursions, Map<String, Notice.Stock> stock) {
        if (incident.state() == IncidentState.RETRACTED) {
            withdrawProposals(incident.id());
            return null;
        }
        List<Decision> decisions = transaction.decisions(incident.id());
        Decision standing = null;
        var open = new HashSet<>(stock.keySet());
        for (Decision decision : decisions) {
            if (decision.state() == DecisionState.PROPOSED) {
                standing = decision;
            } else if (decision.state() != DecisionState.WITHDRAWN) {
                open.removeAll(decision.handlingUnits());
            }
        }
        Map<String, Object> evidence = evidence(incident, excursions, open);
        if (standing != null) {
            // The facts may have grown; people decide about what is known now.
            transaction.save(
                    standing.with(open.isEmpty() ? DecisionState.WITHDRAWN : DecisionState.PROPOSED, open),
                    evidence,
                    now);
            return null;
        }
        if (open.isEmpty()) {
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

    private void tell(
            Incident before,
            Incident after,
            List<Excursion> excursions,
            Map<String, Notice.Stock> stock,
            @Nullable Decision proposed) {
        if (excursions.isEmpty()) {
            return;
        }
        Excursion about = mostTelling(after, excursions);
        boolean late = !before.state().open() && after.recoveredMicros() != null;
        boolean began = !before.state().open() && after.state().open();
        boolean overWhenFound = before.state() == IncidentState.RETRACTED && after.state() == IncidentState.RECOVERED;
        boolean opened = began || (overWhenFound && !stock.isEmpty());
        // People who closed an incident while its excursion went on took it for harmless, which it is not any more. It
        // stays
        // theirs, and closed, but they are told.
        boolean matters = after.state().open()
                || (after.state() == IncidentState.RESOLVED && (after.recoveredMicros() == null || !stock.isEmpty()));
        boolean worsened = matters && after.level().compareTo(before.level()) > 0;
        // An incident may recover and begin again more than once, with one excursion even: the times tell these apart.
        if (opened) {
            boolean again = before.state() == IncidentState.RECOVERED;
            String key = "incident:" + after.id() + (again ? ":again:" + before.recoveredMicros() : ":opened");
            send(notice(key, Notice.Kind.INCIDENT_OPENED, after, about, stock, proposed, late), true);
        } else if (worsened) {
            String key = "incident:" + after.id() + ":level:" + after.level().id();
            send(notice(key, Notice.Kind.INCIDENT_WORSENED, after, about, stock, proposed, late), true);
        } else if (before.state().open() && after.state() == IncidentState.RECOVERED) {
            String key = "incident:" + after.id() + ":recovered:" + after.recoveredMicros();
            // A proposal gets its own notice below: what has to be decided must not hide behind good news.
            send(notice(key, Notice.Kind.INCIDENT_RECOVERED, after, about, stock, null, late), proposed == null);
        }
        if (proposed != null) {
            String key = "decision:" + proposed.id() + ":proposed";
            send(notice(key, Notice.Kind.DECISION_PROPOSED, after, about, stock, proposed, late), !opened && !worsened);
        }
    }

    /** The excursion that a notice describes: while the incident lasts the worst that lasts, after it the one that ended last. */
    private static Excursion mostTelling(Incident incident, List<Excursion> excursions) {
        if (incident.recoveredMicros() == null) {
            return excursions.stream()
                    .filter(Excursion::open)
                    .max(Comparator.comparing(Excursion::level).thenComparingLong(Excursion::startedMicros))
                    .orElse(excursions.getLast());
        }
        return excursions.stream()
                .max(Comparator.comparingLong(Settlement::endMicros).thenComparingLong(Excursion::startedMicros))
                .orElseThrow();
    }

    private static long endMicros(Excursion excursion) {
        Long ended = excursion.endedMicros();
        return ended == null ? Long.MAX_VALUE : ended;
    }

    private void send(Notice notice, boolean toPeople) {
        targets.machines().forEach(target -> transaction.send(notice, target, now));
        if (toPeople) {
            targets.people().forEach(target -> transaction.send(notice, target, now));
        }
    }

    private Notice notice(
            String key,
            Notice.Kind kind,
            Incident incident,
            Excursion excursion,
            Map<String, Notice.Stock> stock,
            @Nullable Decision proposed,
            boolean late) {
        DeskTransaction.UnitFacts unit = transaction.unit(incident.unit());
        Optional<Condition> rule = Rules.of(transaction, excursion).map(UnitRules.Rule::condition);
        long version = Rules.note(transaction, excursion).version();
        return new Notice(
                key,
                kind,
                incident.id(),
                proposed == null ? null : proposed.id(),
                unit.regionName(),
                unit.nodeName(),
                unit.unitId(),
                unit.unitName(),
                unit.timeZone(),
                incident.slot(),
                incident.level(),
                Rules.text(transaction, excursion),
                version == RuleVersion.UNRECORDED ? null : version,
                rule.map(Condition::threshold).orElse(Double.NaN),
                excursion.worst(),
                rule.map(RuleText::symbol)
                        .orElseGet(() -> transaction
                                .quantity(excursion.channelId())
                                .canonicalUnit()
                                .symbol()),
                History.instant(excursion.startedMicros()),
                History.instantOrNull(excursion.endedMicros()),
                now,
                late,
                List.copyOf(stock.values()));
    }
}
