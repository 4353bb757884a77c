package io.frostproof.server.http;

import static io.frostproof.server.http.EventLines.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Server-sent events over real HTTP. */
class EventsIT {

    private static final String A1 = "00000000-0000-0000-0000-0000000000a1";

    private static @Nullable ApiFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
        // Until what the sample itself has changed is published.
        while (api().number("select count(*) from change_pending") > 0) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    @AfterAll
    static void close() {
        api().close();
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    private static EventLines events(String query, @Nullable String lastEventId) throws Exception {
        return new EventLines(api().port, query, api().viewer, lastEventId);
    }

    @Test
    void beginsWithHelloAndThenTellsWhatChanges() throws Exception {
        try (EventLines events = events("", null)) {
            EventLines.Event hello = events.next();
            assertThat(hello.name()).isEqualTo("hello");
            assertThat(hello.json().path("version").asText()).isEqualTo("1.2.3");
            assertThat(hello.json().path("at").asText()).isNotEmpty();
            long last = hello.json().path("last_id").asLong();

            api().execute("update incident set assignee = 'x1' where id = '" + A1 + "'");
            EventLines.Event change = events.next();
            assertThat(change.name()).isEqualTo("change");
            assertThat(change.id()).isEqualTo(Long.toString(last + 1));
            assertThat(change.json().path("type").asText()).isEqualTo("incident");
            assertThat(change.json().path("ref").asText()).isEqualTo(A1);
            assertThat(change.json().path("unit").asText()).isEqualTo("lk-1");
            assertThat(change.json().path("node").asText()).isEqualTo("n1");
            assertThat(change.json().path("region").asText()).isEqualTo("north");
            assertThat(change.json().has("at")).isTrue();
        }
    }

    @Test
    void aMoveOverTheApiIsTold() throws Exception {
        api().execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values"
                                + " ('00000000-0000-0000-0000-0000000000b1', 'north', 'lk-2', 'too_cold', 'warning', 'open', now(), now())");
        try (EventLines events = events("", null)) {
            assertThat(events.next().name()).isEqualTo("hello");
            HttpResponse<String> response =
                    api().post("/api/v1/incidents/00000000-0000-0000-0000-0000000000b1/acknowledge", null);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            events.next(event -> event.json().path("ref").asText().equals("00000000-0000-0000-0000-0000000000b1"));
        }
    }

    @Test
    void resumesAfterTheLastIdAndRepeatsNothing() throws Exception {
        String last;
        try (EventLines events = events("", null)) {
            last = events.next().id();
        }
        for (int i = 0; i < 3; i++) {
            api().execute("update decision set reason = 'r" + i + "'");
            awaitPublished();
        }
        try (EventLines events = events("", last)) {
            EventLines.Event hello = events.next();
            assertThat(hello.json().path("last_id").asText()).isEqualTo(last);
            for (int i = 1; i <= 3; i++) {
                assertThat(events.next().id()).isEqualTo(Long.toString(Long.parseLong(last) + i));
            }
            api().execute("update decision set reason = 'live'");
            assertThat(events.next().id()).isEqualTo(Long.toString(Long.parseLong(last) + 4));
        }
        // For clients that cannot set headers.
        try (EventLines events = events("?last_event_id=" + last, null)) {
            assertThat(events.next().name()).isEqualTo("hello");
            assertThat(events.next().id()).isEqualTo(Long.toString(Long.parseLong(last) + 1));
        }
    }

    private static void awaitPublished() throws Exception {
        while (api().number("select count(*) from change_pending") > 0) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void whoAsksForWhatWasNeverTherIsToldToLoadAnew() throws Exception {
        try (EventLines events = events("", "999999999999")) {
            EventLines.Event hello = events.next();
            EventLines.Event reset = events.next();
            assertThat(reset.name()).isEqualTo("reset");
            assertThat(reset.id()).isEqualTo(hello.id());
        }
    }

    @Test
    void newestReadingsOfAUnitComeAsTheyAreStored() throws Exception {
        KnownDevice probe = Objects.requireNonNull(api().work.directory.find("probe-1"));
        int channel = Objects.requireNonNull(probe.channels().get("t1")).id();
        try (EventLines events = events("?readings=unit:lk-1", null);
                EventLines other = events("?readings=unit:lk-2", null)) {
            assertThat(events.next().name()).isEqualTo("hello");
            assertThat(other.next().name()).isEqualTo("hello");
            long micros = ApiFixture.CLOCK.instant().toEpochMilli() * 1000;
            api().work
                    .readings
                    .stored(List.of(
                            new Reading(channel, micros, 4.5, Reading.GOOD, micros, 1, 1),
                            new Reading(channel, micros + 1, 4.75, Reading.GOOD, micros, 1, 2)));
            EventLines.Event readings = events.next(named("readings"));
            assertThat(readings.id()).isEmpty();
            JsonNode items = readings.json().path("items");
            assertThat(items).hasSize(1);
            assertThat(items.get(0).path("device").asText()).isEqualTo("probe-1");
            assertThat(items.get(0).path("unit").asText()).isEqualTo("lk-1");
            assertThat(items.get(0).path("t").asLong()).isEqualTo(micros / 1000);
            assertThat(items.get(0).path("v").asDouble()).isEqualTo(4.75);
            api().execute("update decision set reason = 'after the readings'");
            assertThat(other.next().name()).isEqualTo("change");
        }
    }

    @Test
    void refusesFiltersAndIdsThatCannotBe() throws Exception {
        assertThat(api().get("/api/v1/events?readings=unit:nowhere").statusCode())
                .isEqualTo(404);
        assertThat(api().get("/api/v1/events?readings=some").statusCode()).isEqualTo(400);
        assertThat(api().get("/api/v1/events?last_event_id=x").statusCode()).isEqualTo(400);
        assertThat(api().send("GET", "/api/v1/events", null, null).statusCode()).isEqualTo(401);
    }
}
