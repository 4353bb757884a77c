package io.frostproof.server.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.alerts.notify.OneLine;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.notify.HttpSender;
import io.frostproof.store.ActionFollowUp.Sent;
import io.frostproof.store.ActionQueue.Due;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The capture interface of somebody's EPCIS 2.0 repository. An event is confirmed when the capture job has ended well, at once where the answer names none. Never shows more of the
 * address than its host. Thread-safe.
 */
public final class CaptureEndpoint implements Executor {

    private static final String CONTEXT = "https://ref.gs1.org/standards/epcis/epcis-context.jsonld";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A job lists what was wrong. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final int DETAIL = 200;

    private final URI address;
    private final @Nullable String token;
    private final HttpSender http;

    /**
     * A way to one repository; nothing is sent yet.
     *
     * @param address of its capture interface, such as {@code https://epcis.example/capture}
     * @param token sent as bearer; null for none
     * @param timeout of one request, above zero
     * @throws IllegalArgumentException the address is none of http or https, or has a user in it
     */
    public CaptureEndpoint(URI address, @Nullable String token, Duration timeout, InstantSource clock) {
        this.address = HttpSender.checked("capture address", address);
        this.token = token;
        http = new HttpSender(timeout, clock, KEPT_BYTES);
    }

    @Override
    public Told tell(Due action) throws InterruptedException {
        // The time at which it was written down, so that the same is sent every time.
        String document =
                "{\"@context\":[\"" + CONTEXT + "\",{\"frostproof\":\"urn:frostproof:\"}],\"type\":\"EPCISDocument\","
                        + "\"schemaVersion\":\"2.0\",\"creationDate\":\"" + action.createdAt()
                        + "\",\"epcisBody\":{\"eventList\":[" + action.payload() + "]}}";
        HttpSender.Answer answer = http.send(request(address)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", action.key())
                .POST(HttpRequest.BodyPublishers.ofByteArray(document.getBytes(StandardCharsets.UTF_8)))
                .build());
        if (!(answer.outcome() instanceof Outcome.Accepted)) {
            return Told.of(answer.outcome());
        }
        Optional<URI> job = answer.location().flatMap(this::job);
        return new Told(answer.outcome(), job.map(URI::toString).orElse(null), job.isEmpty());
    }

    /** Only at the same place: the token is for nobody else. */
    private Optional<URI> job(String location) {
        try {
            URI job = address.resolve(location);
            boolean same = address.getScheme().equals(job.getScheme())
                    && address.getRawAuthority().equals(job.getRawAuthority());
            return same ? Optional.of(job) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Answer> ask(Sent action) throws InterruptedException {
        Optional<URI> job = job(action.receipt());
        if (job.isEmpty()) {
            return Optional.empty();
        }
        HttpSender.Answer answer = http.send(request(job.get()).GET().build());
        if (!(answer.outcome() instanceof Outcome.Accepted)) {
            return Optional.empty();
        }
        try {
            JsonNode state = JSON.readTree(answer.body());
            if (state.path("running").asBoolean(true)) {
                return Optional.empty();
            }
            return Optional.of(
                    state.path("success").asBoolean(false)
                            ? new Answer.Done("captured")
                            : new Answer.Refused(OneLine.of("not captured: " + state.path("errors"), DETAIL)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .header("User-Agent", "Frostproof")
                .header("GS1-EPCIS-Version", "2.0.0")
                .header("GS1-CBV-Version", "2.0.0");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "CaptureEndpoint[host=" + address.getHost() + "]";
    }
}
