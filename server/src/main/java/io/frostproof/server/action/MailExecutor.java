package io.frostproof.server.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.notify.Mailer;
import io.frostproof.store.ActionQueue.Due;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Mails actions to people who carry them out. Thread-safe. */
public final class MailExecutor implements Executor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mailer mailer;
    private final @Nullable URI base;

    /**
     * A way to people.
     *
     * @param mailer closed with this
     * @param base public address of this server, for links; null for none
     */
    public MailExecutor(Mailer mailer, @Nullable URI base) {
        this.mailer = mailer;
        this.base = base;
    }

    @Override
    public Told tell(Due action) throws InterruptedException {
        JsonNode mail = read(action.payload());
        String text = mail.path("text").asText();
        if (base != null) {
            text += base.toString().replaceFirst("/+$", "") + "/decisions/" + action.decision() + "\n";
        }
        return Told.of(mailer.send(action.key(), mail.path("subject").asText(), text));
    }

    private static JsonNode read(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is kept can be read", e);
        }
    }

    @Override
    public void close() {
        mailer.close();
    }
}
