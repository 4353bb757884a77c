package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.plan.DarkRegion;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drills of the present state over the API, on a network that nothing is the matter with. */
final class DrillRoutesIT {

    /** Who signs in, what a client may ask twice, and how far the feed is with telling of earlier changes, is not what a drill is about. */
    private static final Set<String> OF_REQUESTS =
            Set.of("user_session", "kept_answer", "change", "change_feed", "change_pending");

    private @Nullable ApiFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
        try (Connection connection = api().server.connect(api().url)) {
            DarkRegion.bring(api().database, connection, ApiFixture.CLOCK.instant());
        }
    }

    @AfterEach
    void close() {
        api().close();
    }

    private ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    private HttpResponse<String> drill(String body) throws Exception {
        return api().send("POST", "/api/v1/drills", api().viewer, body);
    }

    private JsonNode played(String scenario) throws Exception {
        HttpResponse<String> response = drill("{\"scenario\": \"" + scenario + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ApiFixture.json(response);
    }

    private static int goods(JsonNode report, String which) {
        return report.at("/goods/" + which + "/handling_units").asInt();
    }

    @Test
    void eachScenarioIsPlayedAndNothingIsChanged() throws Exception {
        Map<String, String> before = contents();

        JsonNode region = played("region-dark:coast");
        assertThat(region.path("scenario").asText()).isEqualTo("region-dark:coast");
        // Eight can be planned for; ice cream has nowhere to go; of cheese nobody knows the value.
        assertThat(goods(region, "affected")).isEqualTo(8);
        assertThat(goods(region, "moved")).isEqualTo(7);
        assertThat(goods(region, "lost")).isEqualTo(1);
        assertThat(region.at("/goods/lost/value/amount").asText()).isEqualTo("1380.00");
        assertThat(region.path("unplannable").asInt()).isPositive();
        assertThat(region.at("/manual_steps/approvals").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(region.at("/manual_steps/runbooks/0/steps/0").asText()).isEqualTo("Keep all doors shut");
        // A lane and a room are missing at once, and one thing is tried at a time.
        assertThat(region.path("missing_fallbacks")).isEmpty();

        JsonNode node = played("node-lost:quay");
        assertThat(goods(node, "affected")).isEqualTo(2);
        assertThat(goods(node, "moved")).isEqualTo(2);

        JsonNode lane = played("lane-closed:quay-inland");
        assertThat(goods(lane, "affected")).isZero();
        assertThat(played("region-dark").path("scenario").asText()).isEqualTo("region-dark:coast");

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void howLongItLastsIsTakenUp() throws Exception {
        JsonNode report = ApiFixture.json(drill("{\"scenario\": \"node-lost:quay\", \"lasts_s\": 600}"));

        assertThat(report.path("lasts_s").asInt()).isEqualTo(600);
        // After ten minutes the place is well again long before anything spoils.
        assertThat(goods(report, "moved")).isZero();
    }

    @Test
    void aScenarioThatIsNoneIsRefusedWithItsFieldOnce() throws Exception {
        for (String wrong : List.of("flood", "region-dark:mars", "node-lost:", "lane-closed:quay")) {
            HttpResponse<String> response = drill("{\"scenario\": \"" + wrong + "\"}");

            assertThat(response.statusCode()).as(wrong).isEqualTo(400);
            JsonNode problem = ApiFixture.json(response);
            JsonNode error = problem.at("/errors/0");
            assertThat(error.path("field").asText()).isEqualTo("scenario");
            assertThat(error.path("value").asText()).isEqualTo(wrong);
            assertThat(error.path("expected").asText())
                    .doesNotContain("scenario")
                    .doesNotContain("expected")
                    .isNotBlank();
            assertThat(problem.path("detail").asText())
                    .containsOnlyOnce("scenario")
                    .containsOnlyOnce("expected");
        }
        assertThat(drill("{}").statusCode()).isEqualTo(400);
        assertThat(drill("{\"scenario\": \"region-dark\", \"lasts_s\": 1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void oneIsPlayedAtATime() throws Exception {
        String coast = "{\"scenario\": \"region-dark:coast\"}";
        try (Connection connection = api().server.connect(api().url);
                Statement sql = connection.createStatement();
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            connection.setAutoCommit(false);
            sql.execute("lock table movement in access exclusive mode");
            Future<Integer> first = pool.submit(() -> drill(coast).statusCode());
            while (api().number("select count(*) from pg_locks where not granted") == 0) {
                Thread.onSpinWait();
            }

            HttpResponse<String> second = drill(coast);
            connection.rollback();

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(ApiFixture.json(second).path("state").asText()).isEqualTo("busy");
            assertThat(first.get()).isEqualTo(200);
        }
        assertThat(goods(played("node-lost:quay"), "affected")).isEqualTo(2);
    }

    /** A fingerprint of each table. */
    private Map<String, String> contents() throws Exception {
        var contents = new TreeMap<String, String>();
        try (Connection connection = api().server.connect(api().url);
                Statement sql = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (ResultSet row = sql.executeQuery(
                    "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            tables.removeAll(OF_REQUESTS);
            for (String table : tables) {
                try (ResultSet row = sql.executeQuery(
                        "select count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' order by t::text)), '') from "
                                + table + " t")) {
                    row.next();
                    contents.put(table, row.getString(1));
                }
            }
        }
        return contents;
    }
}
