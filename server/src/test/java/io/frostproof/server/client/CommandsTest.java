package io.frostproof.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.frostproof.server.command.Frostproof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands send, print and end with, against a server that answers as it is told. */
class CommandsTest {

    private static final String ID = "3f0c9a51-1111-2222-3333-0123456789ab";
    private static final String INCIDENT = "{\"id\": \"" + ID
            + "\", \"unit\": \"lk-1\", \"unit_name\": \"Locker 1\", \"node\": \"n\", \"slot\": \"too_warm\", \"level\":"
            + " \"critical\", \"state\": \"acknowledged\", \"started_at\": \"2026-11-21T09:00:00Z\", \"assignee\": \"ann\"}";

    @TempDir
    Path folder;

    private final HttpServer server;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private Function<String, Answer> answers = request -> new Answer(404, "{}");
    private String out = "";
    private String err = "";

    private record Answer(int status, String body) {}

    CommandsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body);
        requests.add(request);
        Answer answer = "Bearer frost-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? answers.apply(request)
                : new Answer(401, "{\"title\": \"Unauthorized\", \"detail\": \"sign in\"}");
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("X-Request-Id", "req-7");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        try (var response = exchange.getResponseBody()) {
            response.write(bytes);
        }
    }

    private int run(String... arguments) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "frost-token\n");
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of(
                "--server", "http://127.0.0.1:" + server.getAddress().getPort(), "--token-file", token.toString()));
        return runOnly(all.toArray(String[]::new));
    }

    private int runOnly(String... arguments) {
        var printed = new StringWriter();
        var complained = new StringWriter();
        int exitCode = Frostproof.run(new PrintWriter(printed, true), new PrintWriter(complained, true), arguments);
        out = printed.toString().replace(System.lineSeparator(), "\n");
        err = complained.toString();
        return exitCode;
    }

    @Test
    void handsFiltersOver() throws Exception {
        answers = request -> new Answer(200, "{\"items\": [], \"next\": null}");

        assertThat(run("incidents", "--state", "open,Recovered", "--unit", "a/ß +", "--limit", "7"))
                .isZero();

        assertThat(requests)
                .containsExactly("GET /api/v1/incidents?state=open%2Crecovered&unit=a%2F%C3%9F%20%2B&limit=7");
        assertThat(out).isEqualTo("none\n");
    }

    @Test
    void followsPagesUpToTheLimitAndSaysThatThereIsMore() throws Exception {
        answers = request -> new Answer(
                200,
                request.contains("cursor=second")
                        ? "{\"items\": [{\"id\": \"c\"}], \"next\": \"third\"}"
                        : "{\"items\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"next\": \"second\"}");

        assertThat(run("units", "--json", "--limit", "3")).isZero();

        assertThat(requests).containsExactly("GET /api/v1/units?limit=3", "GET /api/v1/units?limit=1&cursor=second");
        assertThat(out).isEqualTo("[\n{\"id\":\"a\"},\n{\"id\":\"b\"},\n{\"id\":\"c\"}\n]\n");
        assertThat(err).contains("more than 3");
    }

    @Test
    void showsAProblemWithItsFieldsAndTheRequestId() throws Exception {
        answers = request -> new Answer(400, """
                {"title": "Bad Request", "status": 400, "detail": "from: expected a time", "request_id": "abc",
                 "errors": [{"field": "from", "value": "noon", "expected": "a time such as 2026-11-21T00:00:00Z"}]}""");

        assertThat(run("readings", "--unit", "lk-1", "--from", "noon")).isEqualTo(1);

        assertThat(err).isEqualToNormalizingNewlines("""
                frostproof: 400 Bad Request: from: expected a time
                  from: was noon, expected a time such as 2026-11-21T00:00:00Z
                  GET /api/v1/readings, request abc
                """);
        assertThat(out).isEmpty();
    }

    @Test
    void showsAnAnswerThatIsNoProblemDocument() throws Exception {
        answers = request -> new Answer(502, "<html>");

        assertThat(run("devices")).isEqualTo(1);

        assertThat(err).contains("502 answered: no reason given").contains("request req-7");
    }

    @Test
    void listsTheDaysOfAUnit() throws Exception {
        answers = request -> new Answer(200, """
                {"unit": "lk-1", "time_zone": "Europe/Vienna", "items": [
                 {"day": "2026-11-20", "device": "p", "channel": "t1", "quantity": "temperature", "value_unit": "Cel", "min": 2, "max": 6.5,
                  "mean": 4.128, "mean_kinetic": 4.4, "readings": 1440, "known_s": 86400, "unknown_s": 0, "coverage_percent": 100},
                 {"day": "2026-11-21", "device": "p", "channel": "t1", "quantity": "temperature", "value_unit": "Cel", "min": null, "max": null,
                  "mean": null, "mean_kinetic": null, "readings": 0, "known_s": 0, "unknown_s": 600, "coverage_percent": 0}]}""");

        assertThat(run("readings", "days", "--unit", "lk 1", "--from", "2026-11-20"))
                .isZero();

        assertThat(requests).containsExactly("GET /api/v1/units/lk%201/days?from=2026-11-20");
        assertThat(out).isEqualTo("""
                DAY         CHANNEL  QUANTITY     MIN  MEAN  MAX  KINETIC  UNIT  KNOWN %  READINGS
                2026-11-20  p/t1     temperature    2  4.13  6.5      4.4  °C        100      1440
                2026-11-21  p/t1     temperature                           °C          0         0
                """);
    }

    @Test
    void showsWhatAHandlingUnitLivedThrough() throws Exception {
        String sums =
                "{\"known_s\": 90061, \"unknown_s\": 60, \"too_warm_s\": 3600, \"too_cold_s\": 0, \"coldest_celsius\": 3, "
                        + "\"warmest_celsius\": 9.5, \"freezes\": 0, \"mean_kinetic_celsius\": 5.25}";
        answers = request -> new Answer(200, """
                {"strands": [{"strand": 0, "sums": %s, "places": [
                  {"handling_unit": "hu 1", "unit": "lk-1", "from": "2026-11-20T00:00:00Z", "to": "2026-11-21T01:02:01Z", "sums": %s}]}],
                 "budgets": [{"name": "out", "allowed_s": 7200, "used_s": 3600, "left_s": 3600, "left_percent": 50}],
                 "contradictions": [{"event": "e1", "kind": "no_receipt"}], "explanations": null}""".formatted(sums, sums));

        assertThat(run("stock", "exposure", "hu 1")).isZero();

        assertThat(requests).containsExactly("GET /api/v1/stock/hu%201/exposure");
        assertThat(out)
                .contains("lk-1")
                .contains("in all")
                .contains("1 d 01:01:01")
                .contains("01:00:00")
                .contains("out: 01:00:00 of 02:00:00 used, 50 % left")
                .contains("does not fit: event e1, no receipt");
    }

    @Test
    void explainsAndExportsExposures() throws Exception {
        answers = request -> request.contains(".csv")
                ? new Answer(200, "handling_unit,lot\r\nhu-1,lot-1\r\n")
                : new Answer(200, """
                        {"explanations": [{"figure": "too_warm", "allowance": null, "strand": 0, "value": 1200, "value_unit": "s",
                          "rule": "warmer than 8 °C", "cut": "1 of 2 stretches come after these 1", "stretches": [
                          {"from": "2026-11-20T10:00:00Z", "to": "2026-11-20T10:20:00Z", "unit": null, "coldest_celsius": 9, "warmest_celsius": 11.5,
                           "added": 1200, "probe_rule": "probes in the product; of several the warmest",
                           "channels": [{"channel": "p/t1", "readings": 2}]}]}]}""");

        assertThat(run("stock", "exposure", "hu-1", "--explain=too_warm")).isZero();
        assertThat(out)
                .contains("too warm of strand 0: 1200 s (warmer than 8 °C)")
                .contains("2 of p/t1")
                .contains("unknown")
                .contains("1 of 2 stretches come after these 1");
        assertThat(run("stock", "exposure", "hu-1", "--csv")).isZero();
        assertThat(out).isEqualTo("handling_unit,lot\r\nhu-1,lot-1\r\n");
        assertThat(run("stock", "exposure", "hu-1", "--explain")).isZero();
        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/stock/hu-1/exposure?explain=too_warm",
                        "GET /api/v1/stock/hu-1/exposure.csv",
                        "GET /api/v1/stock/hu-1/exposure?explain=all");
        assertThat(run("stock", "exposure")).isEqualTo(2);
        assertThat(err).contains("expected either a handling unit, or a place");
    }

    @Test
    void streamsReadingsAndSaysWhenTheyBreakOff() throws Exception {
        answers = request -> new Answer(200, "{\"items\": [{\"time\": \"2026-11-21T09:00:00Z\", \"device\": \"p\"},");

        assertThat(run("readings", "--channel", "p/t1", "--json")).isEqualTo(1);

        assertThat(err).contains("breaks off after 1 items");
        assertThat(requests).containsExactly("GET /api/v1/readings?channel=p%2Ft1");
    }

    @Test
    void acknowledgesAnIncidentNamedByItsFirstCharacters() throws Exception {
        answers = request -> new Answer(
                200, request.startsWith("GET") ? "{\"items\": [" + INCIDENT + "], \"next\": null}" : INCIDENT);

        assertThat(run("incidents", "ack", "3F0C")).isZero();

        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/incidents?state=open&limit=1000", "POST /api/v1/incidents/" + ID + "/acknowledge");
        assertThat(out).isEqualTo("3f0c9a51 too warm at Locker 1 is acknowledged, assigned to ann\n");
    }

    @Test
    void takesOptionsOfTheServerBeforeAndAfterTheAction() throws Exception {
        answers = request -> new Answer(200, INCIDENT);

        assertThat(run("incidents", "--json", "resolve", ID, "--cause", "door \"open\""))
                .isZero();

        assertThat(requests)
                .containsExactly("POST /api/v1/incidents/" + ID + "/resolve {\"cause\":\"door \\\"open\\\"\"}");
        assertThat(out).startsWith("{\"id\":");
    }

    @Test
    void assignsToNobody() throws Exception {
        answers = request -> new Answer(200, INCIDENT);

        assertThat(run("incidents", "assign", ID)).isZero();

        assertThat(requests).containsExactly("POST /api/v1/incidents/" + ID + "/assign {\"assignee\":null}");
    }

    @Test
    void snoozesUntilATimeOrForALengthWithAReason() throws Exception {
        answers = request -> new Answer(200, INCIDENT);

        assertThat(run("incidents", "snooze", ID, "--until", "2026-11-21T03:00:00Z", "--reason", "on the way"))
                .isZero();
        assertThat(run("incidents", "snooze", ID, "--for", "90m", "--reason", "x"))
                .isZero();
        assertThat(run("incidents", "wake", ID)).isZero();

        assertThat(requests).hasSize(3);
        assertThat(requests.get(0))
                .startsWith("POST /api/v1/incidents/" + ID + "/snooze {")
                .contains("\"until\":\"2026-11-21T03:00:00Z\"", "\"reason\":\"on the way\"");
        assertThat(requests.get(1)).containsPattern("\"until\":\"[0-9T:-]+Z\"");
        assertThat(requests.get(2)).isEqualTo("POST /api/v1/incidents/" + ID + "/unsnooze");
        assertThat(run("incidents", "snooze", ID, "--for", "soon", "--reason", "x"))
                .isEqualTo(2);
        assertThat(err).contains("--for: was 'soon'");
        assertThat(run("incidents", "snooze", ID, "--reason", "x")).isEqualTo(2);
        assertThat(run("incidents", "snooze", ID, "--for", "1h")).isEqualTo(2);
    }

    @Test
    void closesAnIncidentWhoseSensorDied() throws Exception {
        answers = request -> new Answer(200, INCIDENT);

        assertThat(run("incidents", "sensor-died", ID, "--reason", "cable", "--channel", "p/t1"))
                .isZero();

        assertThat(requests)
                .containsExactly(
                        "POST /api/v1/incidents/" + ID + "/sensor-died {\"reason\":\"cable\",\"channel\":\"p/t1\"}");
    }

    @Test
    void refusesABeginningThatNamesNothingOrTooMuch() throws Exception {
        answers = request -> new Answer(200, "{\"items\": [" + INCIDENT + "], \"next\": null}");

        assertThat(run("incidents", "ack", "3f0")).isEqualTo(2);
        assertThat(err).contains("ID: was '3f0'");
        assertThat(requests).isEmpty();
        assertThat(run("decisions", "approve", "abcd")).isEqualTo(2);
        assertThat(err).contains("begins with 'abcd'");
        assertThat(requests).containsExactly("GET /api/v1/decisions?state=proposed&limit=1000");
    }

    @Test
    void saysWhatStateAThingIsInThatCannotBeMoved() throws Exception {
        answers = request -> new Answer(
                409, "{\"title\": \"Conflict\", \"detail\": \"cannot be rejected\", \"state\": \"approved\"}");

        assertThat(run("decisions", "reject", ID, "--reason", "probe in defrost air"))
                .isEqualTo(1);

        assertThat(err).contains("409 Conflict: cannot be rejected (it is approved)");
        assertThat(requests)
                .containsExactly("POST /api/v1/decisions/" + ID + "/reject {\"reason\":\"probe in defrost air\"}");
    }

    @Test
    void endsWithTwoForWrongUse() throws Exception {
        assertThat(run("incidents", "--state", "broken")).isEqualTo(2);
        assertThat(err).contains("--state").contains("recovered");
        assertThat(run("readings")).isEqualTo(2);
        assertThat(run("readings", "--unit", "a", "--resolution", "2m")).isEqualTo(2);
        assertThat(run("readings", "--unit", "a", "--last", "soon")).isEqualTo(2);
        assertThat(run("incidents", "resolve", ID)).isEqualTo(2);
        assertThat(runOnly("units", "--server", "localhost:8080")).isEqualTo(2);
        assertThat(err).contains("expected a URL such as http://127.0.0.1:8080");
        assertThat(runOnly("units", "--token-file", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(requests).isEmpty();
    }

    @Test
    void neverShowsAToken() throws Exception {
        Path file = Files.writeString(folder.resolve("two"), "secret one\nsecret two");

        assertThat(runOnly("units", "--token-file", file.toString())).isEqualTo(2);

        assertThat(err).contains("--token-file").doesNotContain("secret");
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        server.stop(0);

        assertThat(run("units")).isEqualTo(1);

        assertThat(err).contains("cannot connect to http://127.0.0.1:");
    }

    @Test
    void askingForLastSpanGivesBothEnds() throws Exception {
        answers = request -> new Answer(200, "{\"items\": []}");

        assertThat(run("readings", "--unit", "lk-1", "--last", "24h", "--resolution", "1h"))
                .isZero();

        assertThat(requests).singleElement().asString().matches(".*&from=[^&]+Z&to=[^&]+Z&resolution=1h.*");
    }

    @Test
    void asksADeviceForSomething() throws Exception {
        answers = request ->
                new Answer(201, "{\"id\": \"c81\", \"do\": \"identify\", \"state\": \"pending\", \"for_s\": 5}");

        assertThat(run("devices", "identify", "probe-1", "--for", "5")).isZero();

        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .startsWith("POST /api/v1/devices/probe-1/commands ")
                        .contains("\"do\":\"identify\"")
                        .contains("\"for_s\":5"));
        assertThat(out)
                .isEqualTo("identify of probe-1 is pending; what comes of it: frostproof devices show probe-1\n");
    }

    @Test
    void configuresADeviceOrShowsItsConfiguration() throws Exception {
        answers = request -> new Answer(200, """
                {"version": 5, "state": "refused", "report_interval_s": 300, "sample_interval_s": 5, "requested_by": "ada",
                 "refused_field": "sample_s", "refused_expected": "10 or more"}""");

        assertThat(run("devices", "config", "probe-1", "--report", "300", "--sample", "5"))
                .isZero();
        assertThat(requests.getFirst())
                .startsWith("PUT /api/v1/devices/probe-1/config ")
                .contains("\"report_interval_s\":300");
        assertThat(run("devices", "config", "probe-1")).isZero();
        assertThat(requests.getLast()).isEqualTo("GET /api/v1/devices/probe-1/config");
        assertThat(out)
                .isEqualTo("probe-1, version 5, refused: reports every 300 s, measures every 5 s, asked for by ada;"
                        + " sample_s: expected 10 or more\n");
        assertThat(run("devices", "config", "probe-1", "--report", "300")).isEqualTo(2);
    }

    @Test
    void showsWhatADeviceSaysOfItself() throws Exception {
        answers = request -> new Answer(200, """
                {"id": "probe-1", "node": {"id": "n", "name": "Dock"}, "state": "reporting", "last_reading_at": null,
                 "status": {"presence": "lost", "since": "2026-11-21T09:00:00Z", "boot": 7, "conn": 3, "battery_percent": 87, "kept": 12},
                 "config": {"version": 0}, "commands": [{"do": "status", "state": "done", "requested_by": "ann"}],
                 "warnings": [{"text": "the device sends t1 in K, the network declares Cel"}], "missing": null}""");

        assertThat(run("devices", "show", "probe-1")).isZero();

        assertThat(out)
                .startsWith("probe-1 at Dock: reporting, newest reading none\n")
                .contains("  connection     lost since ")
                .contains("  battery        87 %\n")
                .contains("  waiting        12 messages, lost -\n")
                .contains("  asked          status by ann")
                .contains("  warning        the device sends t1 in K, the network declares Cel\n")
                .doesNotContain("model");
    }
}
