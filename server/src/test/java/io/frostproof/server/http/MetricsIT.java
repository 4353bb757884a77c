package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.notify.Dispatcher;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.Promtool;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page that Prometheus reads. */
class MetricsIT {

    /** Tests run in the folder of their module. */
    private static final Path DOC = Path.of("..", "docs", "metrics.md");

    private static ApiFixture api;

    @BeforeAll
    static void start() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
        api.counters.deadLetter("not_json");
        api.api.measure(() -> Map.of("webhook", new Dispatcher.Counts(3, 2, 1)));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String scrape() throws Exception {
        HttpResponse<String> response = api.send("GET", "/metrics", api.administrator, null);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    /** Values of the lines that begin so. */
    private static double sum(String page, String beginning) {
        return page.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void pleasesPrometheus() throws Exception {
        api.get("/api/v1/units");
        scrape();

        assertThat(Promtool.check(scrape())).isEmpty();
    }

    @Test
    void documentsEveryMetricAndOnlyThose() throws Exception {
        api.get("/api/v1/units");
        scrape();
        Set<String> told = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE)
                .matcher(scrape())
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> documented = Pattern.compile("^\\| `([a-z_]+)` ", Pattern.MULTILINE)
                .matcher(Files.readString(DOC))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(told);
    }

    @Test
    void countsAndTimesRequestsByOperationAndStatus() throws Exception {
        String ok = "frostproof_http_requests_total{operation=\"getUnit\",status=\"2xx\"}";
        String missing = "frostproof_http_requests_total{operation=\"getUnit\",status=\"4xx\"}";
        String timed = "frostproof_http_request_duration_seconds_count{operation=\"getUnit\"}";
        String before = scrape();

        api.get("/api/v1/units/lk-1");
        api.get("/api/v1/units/lk-1");
        api.get("/api/v1/units/none");
        String after = scrape();

        assertThat(sum(after, ok) - sum(before, ok)).isEqualTo(2);
        assertThat(sum(after, missing) - sum(before, missing)).isEqualTo(1);
        assertThat(sum(after, timed) - sum(before, timed)).isEqualTo(3);
        assertThat(sum(after, "frostproof_http_requests_running")).isEqualTo(1); // this very request
    }

    @Test
    void countsWhatIsNoOperationTogether() throws Exception {
        String other = "frostproof_http_requests_total{operation=\"other\",status=\"4xx\"}";
        double before = sum(scrape(), other);

        api.get("/nothing/here/1");
        api.get("/nothing/here/2");

        assertThat(sum(scrape(), other) - before).isEqualTo(2);
    }

    @Test
    void measuresThePoolAndWhatWaits() throws Exception {
        String page = scrape();

        assertThat(sum(page, "frostproof_database_connections_limit")).isEqualTo(6);
        assertThat(sum(page, "frostproof_lanes_queued_messages")).isEqualTo(17);
        assertThat(sum(page, "frostproof_notice_attempts_total{outcome=\"gave_up\",target=\"webhook\"}"))
                .isEqualTo(1);
        assertThat(sum(page, "process_cpu_seconds_total")).isPositive();
    }
}
