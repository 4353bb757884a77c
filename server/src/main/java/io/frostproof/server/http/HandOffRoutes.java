package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.store.HandOffLog;
import io.frostproof.store.HandOffLog.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hand-offs: who gave, who took, when, and how warm the goods were; and which of them nobody recorded. */
final class HandOffRoutes {

    /** As for movements: clocks of scanners go wrong by some minutes. */
    private static final Duration AHEAD_MOST = Duration.ofMinutes(5);

    private final HandOffLog log;
    private final Runnable changed;
    private final InstantSource clock;

    /** @param changed is told that there is news for those who watch */
    HandOffRoutes(HandOffLog log, Runnable changed, InstantSource clock) {
        this.log = log;
        this.changed = changed;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on(
                        "listHandOffs",
                        request -> Reply.page(log.list(
                                request.query().text("handling_unit"),
                                request.query().page())))
                .on("listMissingHandOffs", this::missing)
                .on("recordHandOff", this::record);
    }

    private Reply missing(Request request) {
        Query query = request.query();
        return Reply.page(log.missing(
                query.text("node"), query.text("unit"), query.text("handling_unit"), query.page(), clock.instant()));
    }

    private Reply record(Request request) {
        Instant now = clock.instant();
        String text = request.text("time");
        Instant time = text == null
                ? now
                : Times.parse(text).orElseThrow(() -> ProblemException.wrong("time", text, Times.RULE));
        if (time.isAfter(now.plus(AHEAD_MOST))) {
            throw ProblemException.wrong("time", text, "a time at most 5 minutes ahead; it is " + now + " now");
        }
        List<String> handlingUnits = new ArrayList<>();
        request.body().path("handling_units").forEach(id -> handlingUnits.add(id.asText()));
        var told = new HandOffLog.Told(
                handlingUnits,
                time,
                request.text("from_unit"),
                request.text("to_unit"),
                request.given("given_by"),
                request.given("taken_by"),
                celsius(request),
                request.text("note"));
        return switch (log.record(told, request.principal().name(), now)) {
            case Outcome.Recorded recorded -> {
                changed.run();
                yield Reply.json(recorded.fresh() ? 201 : 200, Map.of("items", recorded.handOffs()));
            }
            case Outcome.Contradicted contradicted ->
                throw new ProblemException(Problem.conflict(
                        "another hand-off of handling unit '"
                                + contradicted.there().handlingUnit() + "' is on record for "
                                + contradicted.there().time() + ": from "
                                + contradicted.there().givenBy() + " to "
                                + contradicted.there().takenBy(),
                        contradicted.there().handlingUnit()));
            case Outcome.NoSuchHandlingUnit none ->
                throw ProblemException.wrong("handling_units", none.id(), "ids of handling units");
            case Outcome.NoSuchUnit none ->
                throw ProblemException.wrong(
                        none.id().equals(told.fromUnit()) ? "from_unit" : "to_unit",
                        none.id(),
                        "the id of a unit, or null");
        };
    }

    private static @Nullable Double celsius(Request request) {
        JsonNode value = request.body().path("temperature");
        String code = request.text("temperature_unit");
        if (!value.isNumber()) {
            return null;
        }
        if (code == null) {
            throw ProblemException.wrong("temperature_unit", null, "the unit of temperature: Cel, [degF] or K");
        }
        MeasureUnit unit = List.of(MeasureUnit.CELSIUS, MeasureUnit.FAHRENHEIT, MeasureUnit.KELVIN).stream()
                .filter(one -> one.ucum().equals(code))
                .findFirst()
                .orElseThrow(() -> ProblemException.wrong("temperature_unit", code, "Cel, [degF] or K"));
        double celsius = Math.round(unit.toCanonical(value.doubleValue()) * 1e6) / 1e6;
        if (!Quantity.TEMPERATURE.plausible(celsius)) {
            throw ProblemException.wrong(
                    "temperature",
                    value.asText(),
                    "from " + Quantity.TEMPERATURE.lowest() + " to " + Quantity.TEMPERATURE.highest() + " Cel");
        }
        return celsius;
    }
}
