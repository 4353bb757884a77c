package io.frostproof.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.epcis.DocumentReader;
import io.frostproof.server.epcis.Documents;
import io.frostproof.server.epcis.EpcisEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JustReadTest {

    private final JustRead justRead = new JustRead(10_000);

    private static EpcisEvent event(String id, String more) {
        return DocumentReader.read(Documents.event(
                                "ObjectEvent",
                                "2026-11-20T06:00:00Z",
                                "\"eventID\": \"" + id + "\", \"action\": \"OBSERVE\", \"epcList\": [\"urn:x:thing\"]"
                                        + more)
                        .getBytes(StandardCharsets.UTF_8))
                .events()
                .getFirst();
    }

    private @Nullable EpcisEvent take(EpcisEvent event) {
        return justRead.take(event.id(), event.error() != null, event.digest());
    }

    @Test
    void anEventIsTakenOnce() {
        EpcisEvent event = event("urn:x:1", "");
        EpcisEvent contradicting = event("urn:x:1", ", \"bizStep\": \"storing\"");
        EpcisEvent wrong = event("urn:x:1", ", \"errorDeclaration\": {\"declarationTime\": \"2026-11-20T07:00:00Z\"}");
        justRead.put(List.of(event, contradicting, wrong));
        assertThat(take(event)).isSameAs(event);
        assertThat(take(event)).isNull();
        assertThat(take(contradicting)).isSameAs(contradicting);
        assertThat(take(wrong)).isSameAs(wrong);
    }

    @Test
    void whatDoesNotFitIsLeftOutAndRoomComesBack() {
        for (int round = 0; round < 50; round++) {
            EpcisEvent first = event("urn:x:" + round + ":0", "");
            EpcisEvent last = first;
            justRead.put(List.of(first, first));
            for (int i = 1; i < 20; i++) {
                last = event("urn:x:" + round + ":" + i, "");
                justRead.put(List.of(last));
            }
            assertThat(take(first)).as("there was room in round %s", round).isSameAs(first);
            assertThat(take(last)).as("it was full in round %s", round).isNull();
            for (int i = 1; i < 20; i++) {
                justRead.forget(List.of(event("urn:x:" + round + ":" + i, "")));
            }
        }
    }
}
