package io.frostproof.server.http;

import io.frostproof.server.live.EventOut;
import io.frostproof.server.live.LiveEvents;
import io.frostproof.server.live.ReadingFilter;
import io.frostproof.store.UnitQueries;
import org.jspecify.annotations.Nullable;

/** Server-sent events. */
final class EventRoutes {

    private static final String UNIT = "unit:";

    private final LiveEvents events;
    private final UnitQueries units;

    EventRoutes(LiveEvents events, UnitQueries units) {
        this.events = events;
        this.units = units;
    }

    void register(Operations operations) {
        operations.on("streamEvents", this::stream);
    }

    private Reply stream(Request request) {
        ReadingFilter filter = filter(request.query().given("readings"));
        // A browser that connects again by itself repeats the address of its first time and says in the header what it
        // had last.
        String last = request.header("Last-Event-ID").orElse(request.query().text("last_event_id"));
        Long lastId = last == null ? null : Long.valueOf(last);
        return new Reply.Events(sink -> events.stream(filter, lastId, new Out(sink)));
    }

    private @Nullable ReadingFilter filter(String readings) {
        if (readings.equals("none")) {
            return null;
        }
        if (readings.equals("all")) {
            return ReadingFilter.ALL;
        }
        String unit = readings.substring(UNIT.length());
        if (!units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        return ReadingFilter.ofUnit(unit);
    }

    /** The client as the events see it. */
    private record Out(EventSink sink) implements EventOut {

        @Override
        public void event(@Nullable String id, String name, String json) {
            sink.awaitRoom();
            sink.event(id, name, json);
        }

        @Override
        public void comment(String text) {
            sink.comment(text);
        }

        @Override
        public boolean closed() {
            return sink.closed();
        }

        @Override
        public void whenClosed(Runnable action) {
            sink.whenClosed(action);
        }

        @Override
        public void end() {
            sink.end();
        }
    }
}
