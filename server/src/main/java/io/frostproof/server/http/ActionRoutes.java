package io.frostproof.server.http;

import io.frostproof.store.ActionQueries;
import java.time.InstantSource;
import java.util.UUID;

/** What the outside was told because of decisions. */
final class ActionRoutes {

    private final ActionQueries actions;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after a move, so that what is to be sent again goes out at once */
    ActionRoutes(ActionQueries actions, InstantSource clock, Runnable changed) {
        this.actions = actions;
        this.clock = clock;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on("listActions", this::list)
                .on("getAction", request -> told(request.uuid()))
                .on("confirmAction", this::confirm)
                .on("retryAction", this::retry)
                .on("giveUpAction", this::giveUp);
    }

    private Reply list(Request request) {
        Query query = request.query();
        String decision = query.text("decision");
        return Reply.page(actions.list(
                query.text("state"),
                decision == null ? null : UUID.fromString(decision),
                query.text("kind"),
                query.page()));
    }

    private Reply told(UUID id) {
        return Reply.json(actions.find(id).orElseThrow(() -> ProblemException.notFound("action", id.toString())));
    }

    private Reply confirm(Request request) {
        UUID id = request.uuid();
        Moves.made(
                actions.confirm(id, request.principal().name(), request.text("detail"), clock.instant()),
                "action",
                id,
                "confirmed");
        return told(id);
    }

    private Reply retry(Request request) {
        UUID id = request.uuid();
        Moves.made(
                actions.retry(id, request.principal().name(), clock.instant()),
                "action",
                id,
                "sent again: only one that was sent or is dead can");
        changed.run();
        return told(id);
    }

    private Reply giveUp(Request request) {
        UUID id = request.uuid();
        Moves.made(
                actions.giveUp(id, request.principal().name(), request.given("reason"), clock.instant()),
                "action",
                id,
                "given up: only one that waits or was sent can");
        return told(id);
    }
}
