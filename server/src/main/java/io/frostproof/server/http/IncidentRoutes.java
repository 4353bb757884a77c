package io.frostproof.server.http;

import io.frostproof.alerts.incident.Snooze;
import io.frostproof.server.access.Permission;
import io.frostproof.server.access.Role;
import io.frostproof.store.ChannelTrust;
import io.frostproof.store.IncidentQueries;
import io.frostproof.store.Move;
import io.frostproof.store.UnitQueries;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Excursions and incidents, and what people do with incidents. */
final class IncidentRoutes {

    /** Roles of people who may be given an incident. */
    static final List<String> MAY_WORK = Arrays.stream(Role.values())
            .filter(role -> role.permissions().contains(Permission.INCIDENTS))
            .map(Role::id)
            .toList();

    private final IncidentQueries incidents;
    private final ChannelTrust trust;
    private final UnitQueries units;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after a move, so that who watches hears of it at once */
    IncidentRoutes(
            IncidentQueries incidents, ChannelTrust trust, UnitQueries units, InstantSource clock, Runnable changed) {
        this.incidents = incidents;
        this.trust = trust;
        this.units = units;
        this.clock = clock;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on("listExcursions", this::excursions)
                .on("listIncidents", this::list)
                .on("getIncident", request -> told(request.uuid()))
                .on("acknowledgeIncident", this::acknowledge)
                .on("assignIncident", this::assign)
                .on("listAssignees", request -> Reply.json(Map.of("items", incidents.assignees(MAY_WORK))))
                .on("resolveIncident", this::resolve)
                .on("closeIncidentOfDeadSensor", this::sensorDied)
                .on("snoozeIncident", this::snooze)
                .on("unsnoozeIncident", this::unsnooze);
    }

    private Reply excursions(Request request) {
        Query query = request.query();
        return Reply.page(incidents.excursions(unit(query), query.given("state").equals("open"), query.page()));
    }

    private Reply list(Request request) {
        Query query = request.query();
        var wanted = new IncidentQueries.Wanted(
                query.texts("state"), unit(query), query.text("node"), query.text("region"), query.text("assignee"));
        return Reply.page(incidents.list(wanted, query.page()));
    }

    private @Nullable String unit(Query query) {
        String unit = query.text("unit");
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        return unit;
    }

    private Reply told(UUID id) {
        return Reply.json(incidents.find(id).orElseThrow(() -> ProblemException.notFound("incident", id.toString())));
    }

    private Reply acknowledge(Request request) {
        UUID id = request.uuid();
        Moves.made(
                incidents.acknowledge(id, request.principal().name(), clock.instant()),
                "incident",
                id,
                "acknowledged: only an open one can");
        changed.run();
        return told(id);
    }

    private Reply assign(Request request) {
        UUID id = request.uuid();
        String assignee = request.text("assignee");
        switch (incidents.assign(id, request.principal().name(), assignee, MAY_WORK, clock.instant())) {
            case IncidentQueries.Assignment.NoSuchUser nobody ->
                throw ProblemException.wrong("assignee", assignee, "the name of a user, or null for nobody");
            case IncidentQueries.Assignment.MayNot mayNot ->
                throw ProblemException.wrong(
                        "assignee",
                        assignee,
                        "a user who may work on incidents (" + String.join(", ", MAY_WORK) + "); this one is "
                                + mayNot.role());
            case IncidentQueries.Assignment.Moved moved ->
                Moves.made(moved.move(), "incident", id, "assigned: it is closed");
        }
        changed.run();
        return told(id);
    }

    private Reply resolve(Request request) {
        UUID id = request.uuid();
        Moves.made(
                incidents.resolve(id, request.principal().name(), request.given("cause"), clock.instant()),
                "incident",
                id,
                "resolved: only an acknowledged or recovered one can");
        changed.run();
        return told(id);
    }

    private Reply snooze(Request request) {
        UUID id = request.uuid();
        Instant now = clock.instant();
        String given = request.given("until");
        // The database keeps no finer times, and what is asked for is what is told.
        Instant until = Times.parse(given).orElseThrow().truncatedTo(ChronoUnit.MILLIS);
        Snooze.expected(until, now).ifPresent(expected -> {
            throw ProblemException.wrong("until", given, expected);
        });
        Moves.made(
                incidents.snooze(id, request.principal().name(), until, request.given("reason"), now),
                "incident",
                id,
                "snoozed: it is closed");
        changed.run();
        return told(id);
    }

    private Reply unsnooze(Request request) {
        UUID id = request.uuid();
        Moves.made(incidents.unsnooze(id, request.principal().name(), clock.instant()), "incident", id, "woken up");
        changed.run();
        return told(id);
    }

    private Reply sensorDied(Request request) {
        UUID id = request.uuid();
        String channel = request.text("channel");
        String from = request.text("from");
        ChannelTrust.Outcome outcome = trust.close(
                id,
                channel,
                from == null ? null : Times.parse(from).orElseThrow(),
                request.given("reason"),
                request.principal().name(),
                clock.instant());
        switch (outcome) {
            case ChannelTrust.Outcome.Done done -> {}
            case ChannelTrust.Outcome.NotFound gone -> throw ProblemException.notFound("incident", id.toString());
            case ChannelTrust.Outcome.Closed closed ->
                Moves.made(new Move.Refused(closed.state()), "incident", id, "closed again");
            case ChannelTrust.Outcome.WhichChannel which ->
                throw ProblemException.wrong(
                        "channel",
                        channel,
                        "one of the channels of the incident: " + String.join(", ", which.channels()));
            case ChannelTrust.Outcome.OthersLast others ->
                throw new ProblemException(Problem.conflict(
                        "incident " + id + " rests on " + String.join(", ", others.channels())
                                + " too, which goes on: take the trust from one channel at its device, and the rest stays open",
                        "open"));
            case ChannelTrust.Outcome.WrongTime wrong -> throw DeviceRoutes.wrongTime("from", from, wrong);
            case ChannelTrust.Outcome.TrustedAlready trusted ->
                throw new IllegalStateException("nobody asked to trust anything");
        }
        changed.run();
        return told(id);
    }
}
