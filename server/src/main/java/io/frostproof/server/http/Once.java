package io.frostproof.server.http;

import io.frostproof.store.KeptAnswers;
import io.frostproof.store.StoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code Idempotency-Key}: a request that is sent again because its answer got lost is done once and answered the same. Only for operations
 * that take the header by contract. What the server failed at (5xx), and what it did not begin, is not kept. Thread-safe.
 */
final class Once {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(Once.class);

    private final KeptAnswers kept;
    private final InstantSource clock;
    /** One server is active, so what is at work is at work here. */
    private final Set<KeptAnswers.Keyed> atWork = ConcurrentHashMap.newKeySet();

    Once(KeptAnswers kept, InstantSource clock) {
        this.kept = kept;
        this.clock = clock;
    }

    /** The answer to a request: the one it had, or that of {@code work}. */
    Reply answer(RoutingContext context, Operation operation, Request request, Supplier<Reply> work) {
        Optional<String> key = request.header(KEY);
        if (key.isEmpty() || !operation.takesHeader(KEY)) {
            return work.get();
        }
        var keyed = new KeptAnswers.Keyed(
                request.principal().name(),
                key.get(),
                operation.method() + " " + context.normalizedPath(),
                sha256Hex(context.body().buffer()));
        if (!atWork.add(keyed)) {
            throw atWork(key.get());
        }
        try {
            return switch (kept.begin(keyed, clock.instant())) {
                case KeptAnswers.Known.First first -> first(keyed, work);
                case KeptAnswers.Known.Answered answered ->
                    new Reply.Whole(
                            answered.answer().status(),
                            answered.answer().contentType(),
                            answered.answer().body(),
                            Map.of(REPLAYED, "true"));
                case KeptAnswers.Known.Begun begun ->
                    throw refused(
                            409,
                            key.get(),
                            "another key: the server stopped while it did this request, so look whether it was done");
                case KeptAnswers.Known.Different different ->
                    throw refused(422, key.get(), "a key that no other request has had within 24 h");
            };
        } finally {
            atWork.remove(keyed);
        }
    }

    private Reply first(KeptAnswers.Keyed keyed, Supplier<Reply> work) {
        Reply.@Nullable Whole answer = null;
        try {
            Reply reply = work.get();
            answer = reply instanceof Reply.Whole whole ? whole : null;
            return reply;
        } catch (ProblemException e) {
            answer = Reply.problem(e.problem(), e.headers());
            throw e;
        } finally {
            if (answer == null || answer.status() >= 500 || answer.status() == 412) {
                release(keyed);
            } else {
                keep(keyed, answer);
            }
        }
    }

    private void keep(KeptAnswers.Keyed keyed, Reply.Whole answer) {
        try {
            kept.finish(keyed, new KeptAnswers.Answer(answer.status(), answer.contentType(), answer.body()));
        } catch (StoreException e) {
            // It was done, and that is what the caller has to hear.
            LOG.warn("event=answer_not_kept request=\"{}\" reason=\"{}\"", keyed.request(), e.getMessage());
        }
    }

    private void release(KeptAnswers.Keyed keyed) {
        try {
            kept.release(keyed);
        } catch (StoreException e) {
            LOG.warn("event=key_not_released request=\"{}\" reason=\"{}\"", keyed.request(), e.getMessage());
        }
    }

    private static ProblemException atWork(String key) {
        return refused(409, key, "to wait: the first request with this key is at work");
    }

    private static ProblemException refused(int status, String key, String expected) {
        return new ProblemException(Problem.of(status, List.of(new Problem.FieldError(KEY, key, expected))));
    }

    private static String sha256Hex(@Nullable Buffer body) {
        return HexFormat.of().formatHex(Etag.sha256(body == null ? new byte[0] : body.getBytes()));
    }
}
