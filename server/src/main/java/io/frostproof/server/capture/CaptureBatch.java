package io.frostproof.server.capture;

import io.frostproof.server.epcis.EpcisEvent;
import io.frostproof.server.epcis.Meaning;
import io.frostproof.server.epcis.Meanings;
import io.frostproof.server.epcis.Questions;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisLog.Pending;
import io.frostproof.store.EpcisLog.Verdict;
import io.frostproof.store.StockLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Pending events, and what they mean together. Belongs to one thread. */
final class CaptureBatch {

    private final List<Pending> batch;
    private final List<EpcisEvent> events;
    private final List<Meaning> meanings = new ArrayList<>();

    /**
     * Not understood yet.
     *
     * @param events what the pending ones say, in their order
     */
    CaptureBatch(List<Pending> batch, List<EpcisEvent> events) {
        this.batch = batch;
        this.events = events;
    }

    /** What has to be known. */
    Questions questions() {
        return Questions.of(events);
    }

    /** Works out what each means. What one of them makes, those before it may name: so those that are held are looked at again while something is learnt. */
    void understand(CaptureFacts facts) {
        for (int i = 0; i < events.size(); i++) {
            meanings.add(
                    batch.get(i).contradicts()
                            ? new Meaning.Held(
                                    Meaning.Reason.CONTRADICTING_ID,
                                    "another event came before with the id "
                                            + batch.get(i).eventId(),
                                    List.of())
                            : meaning(events.get(i), facts));
        }
        boolean learnt = true;
        while (learnt) {
            learnt = false;
            for (int i = 0; i < events.size(); i++) {
                if (meanings.get(i) instanceof Meaning.Held held
                        && held.missing().stream().anyMatch(facts::knows)) {
                    Meaning again = meaning(events.get(i), facts);
                    learnt |= !(again instanceof Meaning.Held);
                    meanings.set(i, again);
                }
            }
        }
    }

    private static Meaning meaning(EpcisEvent event, CaptureFacts facts) {
        Meaning meaning = Meanings.of(event, facts);
        if (meaning instanceof Meaning.Counts counts) {
            facts.learn(counts);
        }
        return meaning;
    }

    /** What was measured, by device; not by events that were declared wrong before they came. */
    Map<String, List<Meaning.Measured>> measured() {
        Map<String, List<Meaning.Measured>> byDevice = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            if (!batch.get(i).wrong() && meanings.get(i) instanceof Meaning.Counts counts) {
                counts.measured()
                        .forEach(measured -> byDevice.computeIfAbsent(measured.device(), device -> new ArrayList<>())
                                .add(measured));
            }
        }
        return byDevice;
    }

    /**
     * What is to become of each.
     *
     * @param stored whether what was measured is; those that measured something wait otherwise
     */
    List<Verdict> verdicts(CaptureFacts facts, boolean stored) {
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < batch.size(); i++) {
            Meaning meaning = meanings.get(i);
            if (stored
                    || !(meaning instanceof Meaning.Counts counts)
                    || counts.measured().isEmpty()) {
                verdicts.add(verdict(batch.get(i), meaning, facts));
            }
        }
        return verdicts;
    }

    private static Verdict verdict(Pending pending, Meaning meaning, CaptureFacts facts) {
        if (pending.wrong() && !pending.contradicts()) {
            return new Verdict.Voided(pending.id(), "declared wrong before it came");
        }
        return switch (meaning) {
            case Meaning.Kept kept -> new Verdict.Kept(pending.id(), kept.why());
            case Meaning.Held held ->
                new Verdict.Held(
                        pending.id(),
                        held.reason().name().toLowerCase(Locale.ROOT),
                        held.detail(),
                        // What is known and yet not enough is not waited for.
                        held.missing().stream()
                                .filter(name -> !facts.knows(name))
                                .toList());
            case Meaning.Counts counts ->
                new Verdict.Counts(
                        pending.id(),
                        counts.stock().stream()
                                .map(event -> new StockLog.Told(event, counts.quantityUnits(), "epcis", pending.by()))
                                .toList(),
                        counts.newLots().stream()
                                .map(lot -> new EpcisLog.NewLot(lot.id(), lot.product(), lot.expires()))
                                .toList(),
                        counts.notes().isEmpty() ? null : String.join("; ", counts.notes()));
        };
    }
}
