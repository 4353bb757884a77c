package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.capture.Captures;
import io.frostproof.server.epcis.DocumentReader;
import io.frostproof.server.epcis.EventDocuments;
import io.frostproof.server.epcis.Identities;
import io.frostproof.server.epcis.Identity;
import io.frostproof.server.epcis.Mistake;
import io.frostproof.server.epcis.StockDocuments;
import io.frostproof.server.epcis.Terms;
import io.frostproof.store.EpcisDismissals;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisQueries;
import io.frostproof.store.EpcisQueries.Found;
import io.frostproof.store.EpcisQueries.Wanted;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** EPCIS 2.0: capture and query, under names and shapes of that standard. */
final class EpcisRoutes {

    private static final String BASE = "/api/v1/epcis";
    private static final Map<String, String> VERSIONS = Map.of(
            "GS1-EPCIS-Version", "2.0.0", "GS1-CBV-Version", "2.0.0", "GS1-Extensions", "frostproof=urn:frostproof:");
    private static final String CONTEXT = "https://ref.gs1.org/standards/epcis/epcis-context.jsonld";

    private final Captures captures;
    private final EpcisQueries queries;
    private final EpcisDismissals dismissals;
    private final InstantSource clock;

    EpcisRoutes(Captures captures, EpcisQueries queries, EpcisDismissals dismissals, InstantSource clock) {
        this.captures = captures;
        this.queries = queries;
        this.dismissals = dismissals;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("captureEpcis", this::capture)
                .on("listEpcisCaptures", this::jobs)
                .on("getEpcisCapture", this::job)
                .on("listEpcisHeld", this::held)
                .on("dismissEpcisHeld", this::dismiss)
                .on("queryEpcisEvents", this::events)
                .on("getEpcisEvent", this::event);
    }

    private Reply capture(Request request) {
        DocumentReader.Read read = DocumentReader.read(request.raw());
        boolean proceed = request.header("GS1-Capture-Error-Behaviour")
                .filter("proceed"::equals)
                .isPresent();
        boolean usable = read.ofDocument().isEmpty() && (proceed || read.mistakes() == 0);
        if (!usable) {
            var all = new ArrayList<Mistake>(read.ofDocument());
            all.addAll(read.ofEvents());
            throw new ProblemException(refused(all, read.mistakes()), VERSIONS);
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        String errors =
                ApiJson.write(read.ofEvents().stream().map(EpcisRoutes::error).toList());
        String behaviour = proceed ? "proceed" : "rollback";
        captures.keep(new EpcisLog.Capture(id, request.principal().name(), behaviour, errors), read.events());
        var job = new EpcisQueries.Job(id, now, null, behaviour, read.events().size(), 0, errors);
        return headed(Reply.json(202, document(job)).with("Location", BASE + "/capture/" + id));
    }

    private static Problem refused(List<Mistake> mistakes, int count) {
        Problem problem =
                Problem.of(400, mistakes.stream().map(EpcisRoutes::error).toList());
        return count <= mistakes.size()
                ? problem
                : new Problem(
                        problem.type(),
                        problem.title(),
                        400,
                        count + " things are wrong with the document; the first " + mistakes.size() + " are in errors",
                        problem.errors(),
                        null,
                        null,
                        null);
    }

    private static Problem.FieldError error(Mistake mistake) {
        return new Problem.FieldError(mistake.path(), mistake.value(), mistake.expected());
    }

    /** As the standard has it, and how many events are held. */
    private Reply job(Request request) {
        EpcisQueries.Job job =
                queries.job(request.uuid()).orElseThrow(() -> ProblemException.notFound("capture", request.id()));
        return headed(Reply.json(document(job)));
    }

    private Reply jobs(Request request) {
        Query query = request.query();
        Page<EpcisQueries.Job> page = queries.jobs(page(query));
        ArrayNode list = ApiJson.MAPPER.createArrayNode();
        page.items().forEach(job -> list.add(document(job)));
        return linked(Reply.json(list), "/capture", query, page.next());
    }

    private static PageRequest page(Query query) {
        return new PageRequest(query.integer("perPage"), query.text("nextPageToken"));
    }

    /** With the standard's headers, and where the next page is. */
    private static Reply linked(Reply.Whole reply, String path, Query query, @Nullable String next) {
        Reply.Whole headed = headed(reply);
        return next == null ? headed : headed.with("Link", "<" + following(path, query, next) + ">; rel=\"next\"");
    }

    private static ObjectNode document(EpcisQueries.Job job) {
        ObjectNode out = ApiJson.MAPPER.createObjectNode();
        JsonNode errors = ApiJson.read(job.errors());
        out.put("captureID", job.id().toString());
        out.put("createdAt", job.createdAt().toString());
        Instant finished = job.finishedAt();
        out.put("finishedAt", finished == null ? null : finished.toString());
        out.put("running", finished == null);
        out.put("success", errors.isEmpty());
        out.put("captureErrorBehaviour", job.behaviour());
        out.set("errors", errors);
        out.put("frostproof:events", job.events());
        out.put("frostproof:held", job.held());
        return out;
    }

    private Reply held(Request request) {
        Query query = request.query();
        return Reply.page(
                queries.held(query.text("reason"), query.given("state").equals("dismissed"), query.page()));
    }

    private record Answer(int dismissed) {}

    private Reply dismiss(Request request) {
        String event = request.text("event");
        String missing = request.text("missing");
        if (event == null && missing == null) {
            throw ProblemException.wrong("event", null, "an eventID, or an identifier as missing");
        }
        int count = dismissals.dismiss(
                event, missing, request.given("reason"), request.principal().name(), clock.instant());
        if (count == 0) {
            throw event == null
                    ? ProblemException.wrong("missing", missing, "an identifier that a held event misses")
                    : ProblemException.wrong("event", event, "the eventID of an event that is held");
        }
        return Reply.json(new Answer(count));
    }

    private Reply events(Request request) {
        Query query = request.query();
        Page<Found> page = queries.events(wanted(query), page(query));
        ObjectNode out = ApiJson.MAPPER.createObjectNode();
        out.put("@context", CONTEXT);
        out.put("type", "EPCISQueryDocument");
        out.put("schemaVersion", "2.0");
        out.put("creationDate", clock.instant().toString());
        ArrayNode list = out.putObject("epcisBody")
                .putObject("queryResults")
                .put("queryName", "SimpleEventQuery")
                .putObject("resultsBody")
                .putArray("eventList");
        page.items().forEach(found -> list.add(document(found)));
        return linked(Reply.json(out), "/events", query, page.next());
    }

    /** Where the next page is: the same query with another token. */
    private static String following(String path, Query query, String next) {
        var parameters = new TreeMap<String, String>();
        query.values().forEach((name, value) -> {
            var texts = new ArrayList<String>();
            value.forEach(item -> texts.add(item.asText()));
            parameters.put(name, value.isArray() ? String.join(",", texts) : value.asText());
        });
        parameters.put("nextPageToken", next);
        return BASE + path + "?"
                + String.join(
                        "&",
                        parameters.entrySet().stream()
                                .map(each -> each.getKey() + "="
                                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                                .toList());
    }

    private Reply event(Request request) {
        String id = request.id();
        String stock = id.startsWith(StockDocuments.ID_PREFIX) ? id.substring(StockDocuments.ID_PREFIX.length()) : null;
        List<Found> found = queries.named(id, stock);
        if (found.isEmpty()) {
            throw ProblemException.notFound("event", id);
        }
        // The newest says most: a declaration of error repeats the event that it is about.
        ObjectNode event = document(found.getFirst());
        if (!event.has("@context")) {
            event.put("@context", CONTEXT);
        }
        return headed(Reply.json(event));
    }

    private static ObjectNode document(Found found) {
        return switch (found) {
            case Found.Captured captured ->
                EventDocuments.recorded(captured.document(), captured.eventId(), captured.recordedAt());
            case Found.Stock stock ->
                EventDocuments.recorded(
                        StockDocuments.of(stock.told().event(), stock.told().quantityUnits(), stock.container()),
                        stock.recordedAt());
        };
    }

    private static Wanted wanted(Query query) {
        List<String> types = query.texts("eventType");
        List<String> actions = query.texts("EQ_action");
        List<String> steps = Terms.bizSteps(query.texts("EQ_bizStep"));
        List<String> dispositions = query.texts("EQ_disposition");
        List<Identity> readPoints = identities(query, "EQ_readPoint");
        List<Identity> locations = identities(query, "EQ_bizLocation");
        List<Identity> epcs = identities(query, "MATCH_epc");
        List<Identity> anyEpcs = identities(query, "MATCH_anyEPC");
        List<String> ids = query.texts("eventID");
        boolean stock = dispositions.isEmpty() && readPoints.isEmpty() && ids.isEmpty();
        var handlingUnits = new ArrayList<>(epcs);
        handlingUnits.addAll(anyEpcs);
        return new Wanted(
                types,
                actions,
                steps,
                Terms.dispositions(dispositions),
                canonical(readPoints),
                canonical(locations),
                canonical(epcs),
                canonical(anyEpcs),
                ids,
                query.instant("GE_eventTime"),
                query.instant("LT_eventTime"),
                query.instant("GE_recordTime"),
                query.instant("LT_recordTime"),
                stock ? StockDocuments.kinds(types, actions, steps) : null,
                locations.isEmpty() ? null : own(locations, "unit"),
                handlingUnits.isEmpty() ? null : own(handlingUnits, "handling-unit"));
    }

    private static List<String> own(List<Identity> identities, String what) {
        return identities.stream()
                .filter(identity -> identity.what().equals(what))
                .map(identity -> ours(identity.part()))
                .toList();
    }

    private static String ours(@Nullable String part) {
        return part == null ? "" : part;
    }

    private static List<String> canonical(List<Identity> identities) {
        return identities.stream().map(Identity::canonical).toList();
    }

    private static List<Identity> identities(Query query, String name) {
        var identities = new ArrayList<Identity>();
        for (String text : query.texts(name)) {
            try {
                identities.add(Identities.of(text));
            } catch (IllegalArgumentException e) {
                throw ProblemException.wrong(name, text, "URIs: " + e.getMessage());
            }
        }
        return identities;
    }

    private static Reply.Whole headed(Reply.Whole reply) {
        Reply.Whole headed = reply;
        for (Map.Entry<String, String> each : new TreeMap<>(VERSIONS).entrySet()) {
            headed = headed.with(each.getKey(), each.getValue());
        }
        return headed;
    }
}
