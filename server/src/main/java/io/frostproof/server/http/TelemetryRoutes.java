package io.frostproof.server.http;

import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.UpTopic;
import io.frostproof.server.review.Review;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Telemetry that comes over HTTP: through the same judgement and the same lanes as over MQTT, and answered when it is stored. */
final class TelemetryRoutes {

    /** A lane that is not full takes it at once, and one that is will not be empty soon. */
    private static final Duration ROOM_WITHIN = Duration.ofMillis(250);

    /** Batches take milliseconds, the way to the spool some seconds. */
    static final Duration STORED_WITHIN = Duration.ofSeconds(10);

    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final Intake intake;
    private final Review.Lane lanes;
    private final Duration storedWithin;

    /** @param storedWithin how long to wait for a message to be stored */
    TelemetryRoutes(Intake intake, Review.Lane lanes, Duration storedWithin) {
        this.intake = intake;
        this.lanes = lanes;
        this.storedWithin = storedWithin;
    }

    void register(Operations operations) {
        operations.on("sendTelemetry", this::send);
    }

    /** What is stored of a message. */
    private record Stored(
            int readings,
            int suspect,
            List<Problem.Rejection> rejected,
            @Nullable Numbers receipt) {}

    /** A receipt, as devices get it: everything of this boot from {@code from} to {@code seq}. */
    private record Numbers(long boot, long from, long seq) {

        static @Nullable Numbers of(@Nullable MessageId id) {
            return id == null ? null : new Numbers(id.boot(), id.seq(), id.seq());
        }
    }

    private Reply send(Request request) {
        Query query = request.query();
        String topic =
                UpTopic.telemetry(query.given("node"), query.given("device")).topic();
        var outcome = new Outcome();
        Intake.Judged judged = intake.consider("http", topic, request.raw(), outcome);
        String refused = await(judged, outcome);
        Inbound message = judged.inbound();
        if (!refused.isEmpty()) {
            throw unusable(422, List.of(new Problem.Rejection("refused_by_database", refused)));
        }
        List<Problem.Rejection> rejected = rejections(message.deadLetters());
        boolean useless = message.readings().isEmpty() && message.suspects().isEmpty();
        if (useless && !rejected.isEmpty()) {
            throw unusable(status(rejected.getFirst().reason()), rejected);
        }
        return Reply.json(
                new Stored(message.readings().size(), message.suspects().size(), rejected, Numbers.of(message.id())));
    }

    /** Gives a message to its lane and waits until it is stored. Answers why the database does not take it; empty when it does. */
    private String await(Intake.Judged judged, Outcome outcome) {
        try {
            if (!lanes.offer(judged.inbound(), ROOM_WITHIN)) {
                throw Later.problem(
                        503, "the lane of this device is full, and nothing of this message is stored", COME_AGAIN);
            }
            judged.count();
            return outcome.future.get(storedWithin.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Later.problem(
                    503,
                    "this message was not stored within " + storedWithin.toSeconds()
                            + " s; it may be all the same, and may be sent again",
                    COME_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Places.stopping();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never an exception", e);
        }
    }

    private static List<Problem.Rejection> rejections(List<DeadLetter> letters) {
        return letters.stream()
                .map(letter -> new Problem.Rejection(letter.reason(), letter.detail()))
                .toList();
    }

    private static int status(String reason) {
        return switch (reason) {
            case "unknown_device" -> 404;
            case "wrong_node" -> 409;
            default -> 422;
        };
    }

    private static ProblemException unusable(int status, List<Problem.Rejection> rejected) {
        return new ProblemException(Problem.unusable(
                status,
                "nothing in this message can be used, and it is kept as a dead letter: "
                        + rejected.getFirst().detail(),
                rejected));
    }

    /** What the lane says: why the log refuses the message, or nothing when it is stored. */
    private static final class Outcome implements Inbound.Acknowledgement {
        private final CompletableFuture<String> future = new CompletableFuture<>();
        /** Only touched by the lane. */
        private String refusal = "";

        @Override
        public void stored() {
            future.complete(refusal);
        }

        @Override
        public boolean refused(String reason) {
            refusal = reason.isEmpty() ? "no reason given" : reason;
            return false; // a dead letter is kept, and then stored() follows
        }
    }
}
