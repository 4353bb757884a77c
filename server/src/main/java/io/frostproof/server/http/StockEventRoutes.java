package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.server.stock.StockCsv;
import io.frostproof.server.stock.StockEventDraft;
import io.frostproof.server.stock.StockEventReader;
import io.frostproof.store.StockEventQueries;
import io.frostproof.store.StockLog;
import io.frostproof.store.StockLog.Outcome;
import io.frostproof.store.StockLog.Withdrawal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people and programs tell about stock. */
final class StockEventRoutes {

    private static final int ERRORS_MOST = 100;

    private final StockLog log;
    private final StockEventQueries events;
    private final StockNews news;
    private final InstantSource clock;

    StockEventRoutes(StockLog log, StockEventQueries events, StockNews news, InstantSource clock) {
        this.log = log;
        this.events = events;
        this.news = news;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("listStockEvents", this::about)
                .on("recordStockEvents", this::record)
                .on("importStockEvents", this::importCsv)
                .on("voidStockEvent", this::withdraw);
    }

    private Reply about(Request request) {
        String carrier = request.id();
        if (!events.knows(carrier)) {
            throw ProblemException.notFound("handling unit or container", carrier);
        }
        return Reply.page(events.about(carrier, request.query().page()));
    }

    /** What was recorded of a batch. */
    private record Answer(List<String> added, int known) {}

    private Reply record(Request request) {
        Instant now = clock.instant();
        var reader = new StockEventReader(
                now,
                now,
                draft -> UUID.randomUUID().toString(),
                "api",
                request.principal().name());
        JsonNode list = request.body().path("events");
        for (int i = 0; i < list.size(); i++) {
            reader.take(draft("events[" + i + "].", list.get(i)));
        }
        return tell(reader, now);
    }

    private Reply importCsv(Request request) {
        Instant now = clock.instant();
        StockCsv.Content content = StockCsv.read(request.raw());
        if (!content.wrong().isEmpty()) {
            throw wrong(content.wrong());
        }
        var reader = new StockEventReader(
                now, null, StockCsv::id, "csv", request.principal().name());
        content.drafts().forEach(reader::take);
        return tell(reader, now);
    }

    private static StockEventDraft draft(String origin, JsonNode node) {
        var inputs = new ArrayList<String>();
        node.path("inputs").forEach(input -> inputs.add(input.asText()));
        var outputs = new ArrayList<StockEventDraft.Output>();
        for (int i = 0; i < node.path("outputs").size(); i++) {
            outputs.add(new StockEventDraft.Output(
                    origin + "outputs[" + i + "].", fields(node.path("outputs").get(i))));
        }
        return new StockEventDraft(origin, fields(node), inputs, outputs);
    }

    private static Map<String, String> fields(JsonNode node) {
        var fields = new HashMap<String, String>();
        node.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        });
        return fields;
    }

    private Reply tell(StockEventReader reader, Instant now) {
        if (!reader.wrong().isEmpty()) {
            throw wrong(reader.wrong());
        }
        List<StockEventReader.Read> read = reader.read();
        Outcome outcome =
                log.record(read.stream().map(StockEventReader.Read::told).toList(), now);
        return switch (outcome) {
            case Outcome.Recorded recorded -> {
                news.tell(recorded.regions());
                yield Reply.json(
                        recorded.added().isEmpty() ? 200 : 201, new Answer(recorded.added(), recorded.known()));
            }
            case Outcome.Unknown unknown ->
                throw wrong(unknown.missing().stream()
                        .map(missing -> wrong(read.get(missing.index()), missing))
                        .toList());
            case Outcome.Contradicted contradicted -> {
                StockEventReader.Read one = read.get(contradicted.index());
                throw new ProblemException(Problem.conflict(
                        one.origin() + "id: another event is on record as '"
                                + one.told().event().id() + "': " + words(contradicted.onRecord()),
                        "recorded"));
            }
            case Outcome.Barred barred ->
                throw new ProblemException(Problem.conflict(barred.text(), barred.disposition()));
        };
    }

    private static StockEventReader.Wrong wrong(StockEventReader.Read read, StockLog.Missing missing) {
        String field = switch (missing.field()) {
            case "handlingUnit" -> "handling_unit";
            case "lot" -> read.told().event() instanceof StockEvent.Transformed ? "outputs" : "lot";
            default -> missing.field();
        };
        return new StockEventReader.Wrong(
                read.origin() + field,
                missing.value(),
                switch (missing.what()) {
                    case HANDLING_UNIT -> "the id of a handling unit";
                    case HANDLING_UNIT_OR_CONTAINER ->
                        "the id of a handling unit, or of a container that something was packed into";
                    case LOT -> "the id of a lot";
                    case UNIT -> "the id of a unit";
                });
    }

    private static ProblemException wrong(List<StockEventReader.Wrong> wrong) {
        return new ProblemException(Problem.of(wrong.stream()
                .limit(ERRORS_MOST)
                .map(one -> new Problem.FieldError(one.field(), one.value(), one.expected()))
                .toList()));
    }

    private static String words(StockEvent event) {
        return event.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " " + event.handlingUnit() + " at "
                + Instant.EPOCH.plus(event.timeMicros(), java.time.temporal.ChronoUnit.MICROS);
    }

    private Reply withdraw(Request request) {
        String id = request.given("event");
        Withdrawal withdrawal =
                log.withdraw(id, request.given("reason"), request.principal().name(), clock.instant());
        return switch (withdrawal) {
            case Withdrawal.Withdrawn withdrawn -> {
                news.tell(withdrawn.regions());
                yield Reply.noContent();
            }
            case Withdrawal.WasVoid was -> Reply.noContent();
            case Withdrawal.NoSuchEvent none -> throw ProblemException.wrong("event", id, "the id of a stock event");
            case Withdrawal.Barred barred ->
                throw new ProblemException(Problem.conflict(barred.text(), barred.disposition()));
        };
    }
}
