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

    private Burial() {}

    /** The readings become the text of a dead letter; what was one already stays. */
    static Inbound ofReadings(Inbound message, String reason, Instant now) {
        String text = message.readings() + " " + message.suspects();
        var letters = new ArrayList<>(message.deadLetters());
        letters.add(new DeadLetter(
                "lane",
                message.laneKey(),
                DeadLetter.Payload.of(text.getBytes(StandardCharsets.UTF_8)),
                REASON,
                reason,
                Micros.of(now)));
        return with(message, letters);
    }

    /** Nothing that came from outside is left but its sizes and hashes, so there is nothing a database could object to. */
    static Inbound ofLetters(Inbound message, Instant now) {
        var letters = new ArrayList<DeadLetter>();
        for (DeadLetter letter : message.deadLetters()) {
            String kept = letter.payload().bytes() + " bytes, sha256 "
                    + HexFormat.of().formatHex(letter.payload().sha256());
            letters.add(new DeadLetter(
                    "lane",
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
