package io.frostproof.alerts.desk;

import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
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
                transaction.file(excursion, open.id(), Rules.text(transaction, excursion), now);
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
            fact.put("rule", Rules.text(transaction, excursion));
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
        Excursion last = excursions.getLast();
        boolean began = !before.state().open() && after.state().open();
        boolean overWhenFound = before.state() == IncidentState.RETRACTED && after.state() == IncidentState.RECOVERED;
        boolean opened = began || (overWhenFound && !stock.isEmpty());
        if (opened) {
            boolean again = before.state() == IncidentState.RECOVERED;
            String key = "incident:" + after.id() + (again ? ":again:" + last.id() : ":opened");
            send(notice(key, Notice.Kind.INCIDENT_OPENED, after, last, stock, proposed, overWhenFound), true);
        } else if (after.state().open() && after.level().compareTo(before.level()) > 0) {
            String key = "incident:" + after.id() + ":level:" + after.level().id();
            send(notice(key, Notice.Kind.INCIDENT_WORSENED, after, last, stock, proposed, false), true);
        } else if (before.state().open() && after.state() == IncidentState.RECOVERED) {
            String key = "incident:" + after.id() + ":recovered:" + last.id();
            send(notice(key, Notice.Kind.INCIDENT_RECOVERED, after, last, stock, proposed, false), true);
        }
        if (proposed != null) {
            String key = "decision:" + proposed.id() + ":proposed";
            send(notice(key, Notice.Kind.DECISION_PROPOSED, after, last, stock, proposed, overWhenFound), !opened);
        }
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
                Rules.of(transaction, excursion)
                        .map(io.frostproof.alerts.condition.Condition::threshold)
                        .orElse(Double.NaN),
                excursion.worst(),
                transaction.quantity(excursion.channelId()).canonicalUnit().symbol(),
                History.instant(excursion.startedMicros()),
                History.instantOrNull(excursion.endedMicros()),
                now,
                late,
                List.copyOf(stock.values()));
    }
}
