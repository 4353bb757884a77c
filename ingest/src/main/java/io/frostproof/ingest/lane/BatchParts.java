package io.frostproof.ingest.lane;

import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes a batch that the log refuses apart. Readings of parts are merged, since some of them may be in the log already. Pure functions. */
final class BatchParts {

    private BatchParts() {}

    /** Readings first; then conclusions and what was set apart, one part for each kind, so that one bad kind keeps no other back. */
    static List<Batch> of(Batch batch, BatchIds ids) {
        var readings = new ArrayList<Reading>(batch.fresh());
        readings.addAll(batch.freshConflicts());
        readings.addAll(batch.staged());
        var parts = new ArrayList<Batch>();
        if (!readings.isEmpty()) {
            parts.add(part(batch, ids, readings, List.of(), List.of(), List.of(), batch.bootClocks()));
        }
        for (SuspectReading suspect : batch.suspects()) {
            parts.add(part(batch, ids, List.of(), List.of(suspect), List.of(), List.of(), Set.of()));
        }
        for (DeadLetter letter : batch.deadLetters()) {
            parts.add(part(batch, ids, List.of(), List.of(), List.of(letter), List.of(), Set.of()));
        }
        if (!batch.transitions().isEmpty()) {
            parts.add(part(batch, ids, List.of(), List.of(), List.of(), batch.transitions(), Set.of()));
        }
        return parts;
    }

    /** A part with several readings, in two. */
    static List<Batch> halves(Batch part, BatchIds ids) {
        int middle = part.staged().size() / 2;
        return List.of(
                part(part, ids, part.staged().subList(0, middle), List.of(), List.of(), List.of(), part.bootClocks()),
                part(
                        part,
                        ids,
                        part.staged().subList(middle, part.staged().size()),
                        List.of(),
                        List.of(),
                        List.of(),
                        part.bootClocks()));
    }

    /** What is kept of a part that cannot be stored: its text. */
    static Batch burial(Batch part, String reason, BatchIds ids, Instant now) {
        String text = part.staged() + " " + part.suspects() + " " + part.transitions() + " " + part.deadLetters();
        var letter = new DeadLetter(
                "spool",
                "batch " + part.id(),
                DeadLetter.Payload.of(text.getBytes(StandardCharsets.UTF_8)),
                Burial.REASON,
                reason.replace("\0", "\\0"),
                Micros.of(now));
        return part(part, ids, List.of(), List.of(), List.of(letter), List.of(), Set.of());
    }

    private static Batch part(
            Batch whole,
            BatchIds ids,
            List<Reading> readings,
            List<SuspectReading> suspects,
            List<DeadLetter> letters,
            List<Batch.ChannelTransitions> transitions,
            Set<BootClock> clocks) {
        Map<Integer, Long> dirty = new HashMap<>();
        readings.forEach(reading -> dirty.merge(reading.channelId(), reading.timeMicros(), Math::min));
        return new Batch(
                ids.next(),
                whole.decidedAt(),
                0,
                List.of(),
                List.of(),
                readings,
                suspects,
                letters,
                transitions,
                List.of(),
                dirty,
                clocks);
    }
}
