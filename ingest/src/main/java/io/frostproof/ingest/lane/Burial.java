package io.frostproof.ingest.lane;

import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Micros;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What is kept of a message that the log has refused. Pure functions. */
final class Burial {

    static final String REASON = "refused_by_database";

    /** Source of letters that only tell about a message, so that nobody takes them for one. */
    private static final String DESCRIPTION_ONLY = "lane";

    private Burial() {}

    /**
     * The message becomes a dead letter, as it came, so that it can be replayed after a repair; one that did not come as a message
     * leaves the text of its readings. What was a dead letter already stays.
     */
    static Inbound ofReadings(Inbound message, String reason, Instant now) {
        Inbound.Origin origin = message.origin();
        var letters = new ArrayList<>(message.deadLetters());
        letters.add(origin == null ? described(message, reason, now) : origin.buried(REASON, reason, Micros.of(now)));
        return with(message, letters);
    }

    private static DeadLetter described(Inbound message, String reason, Instant now) {
        String text = message.readings() + " " + message.suspects();
        return new DeadLetter(
                DESCRIPTION_ONLY,
                message.laneKey(),
                DeadLetter.Payload.of(text.getBytes(StandardCharsets.UTF_8)),
                REASON,
                reason,
                Micros.of(now));
    }

    /** Nothing that came from outside is left but its sizes and hashes, so there is nothing a database could object to. */
    static Inbound ofLetters(Inbound message, Instant now) {
        var letters = new ArrayList<DeadLetter>();
        for (DeadLetter letter : message.deadLetters()) {
            String kept = letter.payload().bytes() + " bytes, sha256 "
                    + HexFormat.of().formatHex(letter.payload().sha256());
            letters.add(new DeadLetter(
                    DESCRIPTION_ONLY,
                    "not kept",
                    DeadLetter.Payload.of(kept.getBytes(StandardCharsets.UTF_8)),
                    REASON,
                    "a dead letter (" + letter.reason() + ") could not be stored either; it had " + kept,
                    Micros.of(now)));
        }
        return with(message, letters);
    }

    private static Inbound with(Inbound message, List<DeadLetter> letters) {
        return new Inbound(
                message.laneKey(),
                message.device(),
                message.id(),
                List.of(),
                List.of(),
                letters,
                message.acknowledgement());
    }
}
