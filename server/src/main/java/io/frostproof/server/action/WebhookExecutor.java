package io.frostproof.server.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.notify.HttpSender;
import io.frostproof.server.notify.SignedPost;
import io.frostproof.store.ActionQueue.Due;
import java.nio.charset.StandardCharsets;

/** Posts actions as signed JSON to the system of a warehouse or of orders; docs/actions.md is its contract. Thread-safe. */
public final class WebhookExecutor implements Executor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignedPost post;

    /** @param post closed with this */
    public WebhookExecutor(SignedPost post) {
        this.post = post;
    }

    @Override
    public Told tell(Due action) throws InterruptedException {
        HttpSender.Answer answer = post.post(action.key(), action.payload().getBytes(StandardCharsets.UTF_8));
        boolean confirmed = answer.outcome() instanceof Outcome.Accepted && confirmed(answer.body());
        return new Told(answer.outcome(), null, confirmed);
    }

    /** Whether the receiver says that it is done and not only that it has it. */
    private static boolean confirmed(String body) {
        try {
            return JSON.readTree(body).path("confirmed").asBoolean(false);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
