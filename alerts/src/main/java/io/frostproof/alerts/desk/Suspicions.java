package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.probe.CameOff;
import io.frostproof.alerts.probe.ProbeEvidence;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether it may be the probe, and not the unit, that is out of its limits. */
final class Suspicions {

    private final DeskTransaction transaction;
    private final long nowMicros;

    Suspicions(DeskTransaction transaction, Instant now) {
        this.transaction = transaction;
        nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** Of an incident that lasts: there is strong evidence against the probe of each excursion that lasts. Null: it is as it says. */
    @Nullable
    CameOff of(List<Excursion> excursions) {
        CameOff last = null;
        for (Excursion excursion : excursions) {
            if (excursion.open()) {
                last = of(excursion, nowMicros).orElse(null);
                if (last == null) {
                    return null;
                }
            }
        }
        return last;
    }

    /** Whether that was so when what lasts began to count; it does not change by what people do since, such as opening the door. */
    boolean held(List<Excursion> excursions) {
        return excursions.stream()
                .filter(Excursion::open)
                .allMatch(
                        excursion -> of(excursion, excursion.confirmedMicros()).isPresent());
    }

    /**
     * An excursion of another probe that confirms an incident of which people were told, as far as can be known, that its probe has come off. Null when
     * there is none.
     */
    @Nullable
    Excursion confirming(List<Excursion> excursions) {
        List<Excursion> open = excursions.stream().filter(Excursion::open).toList();
        if (open.size() < 2) {
            return null;
        }
        Excursion first = open.getFirst();
        Excursion last = open.getLast();
        boolean another = first.channelId() != last.channelId();
        return another
                        && of(first, first.confirmedMicros()).isPresent()
                        && of(last, nowMicros).isEmpty()
                ? last
                : null;
    }

    /** Whether people know already that probes of the unit are apart. */
    boolean known(Incident incident) {
        return apart(incident).anyMatch(other -> other.state().open() && other.told() == Told.OPEN);
    }

    /** Whether people knew so while this incident lasted. What a product was reckoned to be from a probe that hung in the room outlasts it. */
    boolean wasKnown(Incident incident) {
        return known(incident)
                || apart(incident).anyMatch(other -> {
                    Long recovered = other.recoveredMicros();
                    return other.told() == Told.OVER && recovered != null && recovered >= incident.startedMicros();
                });
    }

    private Stream<Incident> apart(Incident incident) {
        UnitRules rules = transaction.unit(incident.unit()).rules();
        UnitRules.Stretch stretch = rules.at(nowMicros);
        return stretch == null
                ? Stream.empty()
                : stretch.conditions().stream()
                        .filter(rule -> rule.measure() instanceof Measure.Disagreement)
                        .map(Condition::slot)
                        .distinct()
                        .flatMap(slot -> transaction.incidents(incident.unit(), slot).stream());
    }

    private boolean tellsTemperature(Excursion excursion) {
        return excursion.handlingUnit() == null
                && transaction.quantity(excursion.channelId()) == Quantity.TEMPERATURE
                && Harm.by(transaction, excursion)
                && !Rules.atDesk(transaction, excursion);
    }

    private Optional<CameOff> of(Excursion excursion, long atMicros) {
        long from = excursion.startedMicros();
        boolean young = atMicros - from <= ProbeEvidence.LOOKS_AT_MOST.toNanos() / 1_000;
        return Optional.of(excursion)
                .filter(it -> young && tellsTemperature(it))
                .flatMap(it -> Rules.of(transaction, it))
                .map(UnitRules.Rule::condition)
                .filter(rule -> rule.operator().upward())
                .flatMap(rule -> ProbeEvidence.of(
                        excursion.channelId(),
                        transaction.traces(
                                excursion.unit(), from - ProbeEvidence.LOOKS_BACK.toNanos() / 1_000, atMicros),
                        rule,
                        atMicros));
    }
}
