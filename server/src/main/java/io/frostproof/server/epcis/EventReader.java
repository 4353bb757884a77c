package io.frostproof.server.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.epcis.EpcisEvent.Amount;
import io.frostproof.server.epcis.EpcisEvent.ErrorDeclaration;
import io.frostproof.server.epcis.EpcisEvent.Sensed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one event, and tells everything that is wrong with it. Belongs to one thread. */
final class EventReader {

    private static final int ID_LONGEST = 500;
    private static final Map<String, String> NAMES = byLowerCase(List.of(
            "type",
            "eventID",
            "eventTime",
            "eventTimeZoneOffset",
            "recordTime",
            "errorDeclaration",
            "certificationInfo",
            "action",
            "bizStep",
            "disposition",
            "persistentDisposition",
            "readPoint",
            "bizLocation",
            "bizTransactionList",
            "sourceList",
            "destinationList",
            "sensorElementList",
            "ilmd",
            "epcList",
            "quantityList",
            "parentID",
            "childEPCs",
            "childQuantityList",
            "inputEPCList",
            "inputQuantityList",
            "outputEPCList",
            "outputQuantityList",
            "transformationID"));

    private final ObjectNode raw;
    private final Mistakes mistakes;
    private final Members event;

    private EventReader(ObjectNode raw, String path, Mistakes mistakes) {
        this.raw = raw;
        this.mistakes = mistakes;
        event = new Members(raw, path, mistakes);
    }

    /** What an event is known by. */
    record Name(String id, String digest) {}

    /** The event of an object; null when anything is wrong with it. */
    static @Nullable EpcisEvent read(ObjectNode raw, String path, Mistakes mistakes) {
        int before = mistakes.count();
        StorableTexts.check(raw, path, mistakes);
        EpcisEvent read = new EventReader(raw, path, mistakes).read(null);
        return mistakes.count() == before ? read : null;
    }

    /** An event that was read before, and is known by a name since; null when it can no longer be read. */
    static @Nullable EpcisEvent again(ObjectNode raw, Name known, Mistakes mistakes) {
        EpcisEvent read = new EventReader(raw, "$", mistakes).read(known);
        return mistakes.count() == 0 ? read : null;
    }

    private @Nullable EpcisEvent read(@Nullable Name known) {
        String word = event.required("type", "one of " + EventType.NAMES);
        EventType type = word == null ? null : EventType.of(word).orElse(null);
        if (word != null && type == null) {
            event.wrong("type", "one of " + EventType.NAMES);
        }
        event.noSlips(NAMES);
        String id = id();
        if (!event.has("eventTime")) {
            event.wrong("eventTime", EventTimes.RULE);
        }
        Long time = event.time("eventTime");
        offset();
        event.time("recordTime");
        Action action = action(type);
        String bizStep = event.word("bizStep", Vocabulary.BIZ_STEP);
        String disposition = event.word("disposition", Vocabulary.DISPOSITION);
        persistentDisposition();
        Identity readPoint = event.place("readPoint");
        Identity bizLocation = event.place("bizLocation");
        transactions(type);
        List<Identity> sources = parties("sourceList", "source");
        List<Identity> destinations = parties("destinationList", "destination");
        List<Sensed> sensed = sensed(time == null ? 0 : time);
        Members ilmd = event.object("ilmd");
        String lotNumber = ilmd == null ? null : ilmd.textNamed(Set.of("lotNumber"));
        String expiry = ilmd == null ? null : expiry(ilmd);
        ErrorDeclaration error = error();
        if (type == null) {
            return null;
        }
        Identity parent = event.identity("parentID");
        String ofThings = things(type);
        String ofAmounts = amounts(type);
        List<Identity> things = event.identities(ofThings);
        List<Amount> amounts = amountsOf(ofAmounts);
        List<Identity> outputs = type == EventType.TRANSFORMATION ? event.identities("outputEPCList") : List.of();
        List<Amount> outputAmounts = type == EventType.TRANSFORMATION ? amountsOf("outputQuantityList") : List.of();
        complete(type, action, ofThings, ofAmounts);
        if (time == null) {
            return null;
        }
        Name name = known == null ? name(id) : known;
        return new EpcisEvent(
                type,
                name.id(),
                name.digest(),
                time,
                action,
                bizStep,
                disposition,
                readPoint,
                bizLocation,
                parent,
                things,
                amounts,
                outputs,
                outputAmounts,
                sources,
                destinations,
                sensed,
                lotNumber,
                expiry,
                error,
                raw.toString());
    }

    private Name name(@Nullable String id) {
        String digest = EventHash.digest(raw);
        return new Name(id == null ? EventHash.id(digest) : id, digest);
    }

    private @Nullable String id() {
        Identity identity = event.identity("eventID");
        String text = event.has("eventID") ? raw.get("eventID").asText() : null;
        if (text != null && text.length() > ID_LONGEST) {
            event.wrong("eventID", "a URI of at most " + ID_LONGEST + " characters");
        }
        return identity == null ? null : text;
    }

    private void offset() {
        String offset = event.required("eventTimeZoneOffset", "an offset, such as +01:00");
        if (offset != null && !offset.matches("[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)")) {
            event.wrong("eventTimeZoneOffset", "an offset from -14:00 to +14:00, such as +01:00");
        }
    }

    private @Nullable Action action(@Nullable EventType type) {
        if (type == EventType.TRANSFORMATION) {
            if (event.has("action")) {
                event.wrong("action", "no action: a transformation has none");
            }
            return null;
        }
        if (type == null && !event.has("action")) {
            return null;
        }
        String word = event.required("action", "ADD, OBSERVE or DELETE");
        if (word == null) {
            return null;
        }
        for (Action action : Action.values()) {
            if (action.name().equals(word)) {
                return action;
            }
        }
        event.wrong("action", "ADD, OBSERVE or DELETE");
        return null;
    }

    private void persistentDisposition() {
        Members persistent = event.object("persistentDisposition");
        if (persistent == null) {
            return;
        }
        JsonNode value = raw.get("persistentDisposition");
        for (String name : List.of("set", "unset")) {
            JsonNode list = value.get(name);
            for (int i = 0; list != null && i < list.size(); i++) {
                if (!list.get(i).isTextual()
                        || Vocabulary.DISPOSITION.word(list.get(i).textValue()).isEmpty()) {
                    mistakes.add(persistent.path(name) + "[" + i + "]", list.get(i), Vocabulary.DISPOSITION.expected());
                }
            }
            if (list != null && !list.isArray()) {
                persistent.wrong(name, "a list of dispositions");
            }
        }
    }

    private void transactions(@Nullable EventType type) {
        event.each("bizTransactionList", each -> {
            each.required("bizTransaction", Identities.RULE);
            each.text("type");
        });
        if (type == EventType.TRANSACTION
                && (!raw.path("bizTransactionList").isArray()
                        || raw.path("bizTransactionList").isEmpty())) {
            event.wrong("bizTransactionList", "at least one business transaction");
        }
    }

    private List<Identity> parties(String list, String name) {
        var found = new ArrayList<Identity>();
        event.each(list, each -> {
            each.required("type", Vocabulary.PARTY.expected());
            each.word("type", Vocabulary.PARTY);
            each.required(name, Identities.RULE);
            Identity identity = each.identity(name);
            if (identity != null) {
                found.add(identity);
            }
        });
        return found;
    }

    private List<Amount> amountsOf(String list) {
        var found = new ArrayList<Amount>();
        event.each(list, each -> {
            each.required("epcClass", Identities.RULE);
            Identity of = each.identity("epcClass");
            BigDecimal quantity = each.number("quantity");
            if (quantity != null && quantity.signum() <= 0) {
                each.wrong("quantity", "a number above 0");
            }
            String uom = each.text("uom");
            if (uom != null && !uom.matches("[A-Z0-9]{2,3}")) {
                each.wrong("uom", "a UN/CEFACT code of 2 or 3 characters, such as KGM");
            }
            if (of != null) {
                found.add(new Amount(of, quantity, uom));
            }
        });
        return found;
    }

    private List<Sensed> sensed(long eventTime) {
        var found = new ArrayList<Sensed>();
        event.each("sensorElementList", element -> {
            Members metadata = element.object("sensorMetadata");
            Long at = null;
            Identity device = null;
            if (metadata != null) {
                at = metadata.time("time");
                Long from = metadata.time("startTime");
                Long to = metadata.time("endTime");
                if (from != null && to != null && to < from) {
                    metadata.wrong("endTime", "a time not before startTime");
                }
                device = metadata.identity("deviceID");
            }
            if (!element.has("sensorReport")) {
                element.wrong("sensorReport", "a list of at least one report");
            }
            long standard = Objects.requireNonNullElse(at, eventTime);
            Identity speaker = device;
            element.each("sensorReport", report -> found.add(sensed(report, standard, speaker)));
        });
        return found;
    }

    private static Sensed sensed(Members report, long standard, @Nullable Identity speaker) {
        String type = report.required("type", "a type of measurement, such as Temperature");
        Long at = report.time("time");
        Identity own = report.identity("deviceID");
        for (String name : List.of("minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue")) {
            report.number(name);
        }
        BigDecimal value = report.number("value");
        String uom = report.text("uom");
        String exception = report.text("exception");
        if (exception != null) {
            exception = exception.substring(exception.lastIndexOf(':') + 1);
            if (!exception.equals("ALARM_CONDITION") && !exception.equals("ERROR_CONDITION")) {
                report.wrong("exception", "ALARM_CONDITION or ERROR_CONDITION");
            }
        }
        String word = type == null ? "" : type.replaceFirst("^.*(?::|/|voc/)", "");
        return new Sensed(
                Objects.requireNonNullElse(at, standard), own == null ? speaker : own, word, value, uom, exception);
    }

    private static @Nullable String expiry(Members ilmd) {
        String text = ilmd.textNamed(Set.of("itemExpirationDate"));
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text)
                    .toString();
        } catch (DateTimeParseException e) {
            ilmd.wrong("itemExpirationDate", "a date, such as 2026-12-31");
            return null;
        }
    }

    private @Nullable ErrorDeclaration error() {
        Members error = event.object("errorDeclaration");
        if (error == null) {
            return null;
        }
        error.required("declarationTime", EventTimes.RULE);
        Long time = error.time("declarationTime");
        String reason = error.word("reason", Vocabulary.ERROR_REASON);
        var corrections = new ArrayList<String>();
        error.identities("correctiveEventIDs");
        raw.path("errorDeclaration").path("correctiveEventIDs").forEach(id -> corrections.add(id.asText()));
        return time == null ? null : new ErrorDeclaration(time, reason, corrections);
    }

    /** What every event of a type has to say. */
    private void complete(EventType type, @Nullable Action action, String ofThings, String ofAmounts) {
        boolean some = filled(ofThings) || filled(ofAmounts);
        switch (type) {
            case OBJECT -> {
                if (!some && !filled("sensorElementList")) {
                    event.wrong("epcList", "at least one of epcList, quantityList and sensorElementList");
                }
            }
            case AGGREGATION, ASSOCIATION -> {
                if (!event.has("parentID") && (action != Action.OBSERVE || type == EventType.ASSOCIATION)) {
                    event.wrong("parentID", Identities.RULE);
                }
                if (!some && action != Action.DELETE) {
                    event.wrong(ofThings, "at least one of " + ofThings + " and " + ofAmounts);
                }
            }
            case TRANSFORMATION -> {
                boolean in = some;
                boolean out = filled("outputEPCList") || filled("outputQuantityList");
                if (event.has("transformationID") ? !in && !out : !in || !out) {
                    event.wrong(
                            in ? "outputEPCList" : "inputEPCList",
                            "inputs and outputs, or a transformationID and one of them");
                }
            }
            case TRANSACTION -> {
                // Its bizTransactionList is looked at elsewhere; it may name things or not.
            }
        }
    }

    private boolean filled(String name) {
        JsonNode list = raw.get(name);
        return list != null && list.isArray() && !list.isEmpty();
    }

    private static String things(EventType type) {
        return switch (type) {
            case OBJECT, TRANSACTION -> "epcList";
            case AGGREGATION, ASSOCIATION -> "childEPCs";
            case TRANSFORMATION -> "inputEPCList";
        };
    }

    private static String amounts(EventType type) {
        return switch (type) {
            case OBJECT, TRANSACTION -> "quantityList";
            case AGGREGATION, ASSOCIATION -> "childQuantityList";
            case TRANSFORMATION -> "inputQuantityList";
        };
    }

    private static Map<String, String> byLowerCase(List<String> names) {
        var map = new TreeMap<String, String>();
        names.forEach(name -> map.put(name.toLowerCase(Locale.ROOT), name));
        return map;
    }
}
