package io.frostproof.server.capture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.protocol.UpTopic;
import io.frostproof.server.epcis.Meaning.Measured;
import io.frostproof.server.review.Review;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends what sensors of events measured the way of all readings, so that detection sees them. Thread-safe; calls block. */
final class ReadingSender {

    private static final Duration STORED_WITHIN = Duration.ofSeconds(10);
    /** Readings of one message; the limit of the contract is its size. */
    private static final int MOST = 500;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Intake intake;
    private final Review.Lane lanes;

    ReadingSender(Intake intake, Review.Lane lanes) {
        this.intake = intake;
        this.lanes = lanes;
    }

    /** Sends readings of one device; says whether they are stored, or set apart, by now. Sent again they change nothing. */
    boolean sent(String node, String device, List<Measured> readings) throws InterruptedException {
        for (int from = 0; from < readings.size(); from += MOST) {
            var stored = new Stored();
            Intake.Judged judged = intake.consider(
                    "epcis",
                    UpTopic.telemetry(node, device).topic(),
                    payload(readings.subList(from, Math.min(readings.size(), from + MOST))),
                    stored);
            if (!lanes.offer(judged.inbound(), STORED_WITHIN)) {
                return false;
            }
            judged.count();
            try {
                stored.future.get(STORED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException("an outcome is never an exception", e);
            }
        }
        return true;
    }

    private static byte[] payload(List<Measured> readings) {
        ObjectNode message = MAPPER.createObjectNode();
        ArrayNode list = message.putArray("readings");
        for (Measured measured : readings) {
            list.addObject()
                    .put("ch", measured.channel())
                    .put("t", measured.timeMicros() / 1000)
                    .put("v", measured.value());
        }
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static final class Stored implements Inbound.Acknowledgement {
        private final CompletableFuture<Boolean> future = new CompletableFuture<>();

        @Override
        public void stored() {
            future.complete(true);
        }

        @Override
        public boolean refused(String reason) {
            return false; // a dead letter is kept, and then stored() follows
        }
    }
}
