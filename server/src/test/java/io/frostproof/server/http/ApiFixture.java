package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.Role;
import io.frostproof.server.plan.NothingAffected;
import io.frostproof.server.plan.PlanRounds;
import io.frostproof.store.Access;
import io.frostproof.store.ActionOutbox;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.Escalations;
import io.frostproof.store.PlanLog;
import io.frostproof.store.SituationSource;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The API over the sample network on a free port, with a user of each role. */
final class ApiFixture implements AutoCloseable {

    static final FakeClock CLOCK = FakeClock.at("2026-11-21T12:00:00Z");
    private static final String PASSWORD = "correct horse";

    final TestDatabase server;
    final String url;
    final Database database;
    final WorkParts work;
    final HttpApi api;
    final int port;
    final IngestCounters counters = new IngestCounters();
    /** Regions whose desks were told that they have work. */
    final Set<String> poked = ConcurrentHashMap.newKeySet();

    /** Whether the database is known to be away. */
    final AtomicBoolean away = new AtomicBoolean();

    final AtomicReference<Optional<String>> mqttTrouble = new AtomicReference<>(Optional.empty());
    /** What plans are made of. */
    final AtomicReference<SituationSource> facts = new AtomicReference<>(new NothingAffected());

    /** Not begun: it plans when it is asked to. */
    final PlanRounds plans;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    final String operator;
    final String viewer;
    final String administrator;

    ApiFixture(TestDatabase server) throws Exception {
        this.server = server;
        url = server.newDatabase("api");
        database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 6));
        try (InputStream in =
                Objects.requireNonNull(ApiFixture.class.getResourceAsStream("/io/frostproof/store/sample.sql"))) {
            execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        var accounts = new Accounts(new Access(database), CLOCK);
        accounts.put("ann", PASSWORD, Role.OPERATOR);
        accounts.put("vic", PASSWORD, Role.VIEWER);
        accounts.put("ada", PASSWORD, Role.ADMINISTRATOR);
        work = new WorkParts(vertx, database, counters, CLOCK);
        var decisions = new DecisionLog(database, ActionOutbox.OWN);
        database.becomeActive();
        plans = new PlanRounds(
                now -> facts.get().read(now),
                new Planner(PlanPolicy.standard(), new PriceSolver()),
                new OrderPlanner(new PriceSolver()),
                new PlanLog(database, decisions),
                decisions,
                new Escalations(database, new NoticeTargets(List.of(), List.of())),
                CLOCK,
                () -> {});
        api = new HttpApi(
                vertx,
                "127.0.0.1",
                0,
                new ServerFacts("1.2.3", Instant.parse("2026-11-21T11:00:00Z")),
                database,
                accounts,
                Visitors.DIRECT,
                counters,
                () -> 17,
                poked::add,
                () -> poked.add("devices"),
                List.of(
                        new HealthPart(
                                "database",
                                () -> database.answers() ? Optional.empty() : Optional.of("does not answer")),
                        new HealthPart("mqtt", mqttTrouble::get)),
                work.review,
                work.intake,
                work::offer,
                away::get,
                work.events,
                plans,
                decisions,
                () -> poked.add("actions"),
                CLOCK);
        port = api.start().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        operator = token("ann");
        viewer = token("vic");
        administrator = token("ada");
    }

    static ApiFixture on(PostgresFlavour flavour) throws Exception {
        return new ApiFixture(TestDatabases.shared(flavour));
    }

    private String token(String user) throws Exception {
        HttpResponse<String> response =
                send("POST", "/api/v1/session", null, ApiJson.write(Map.of("user", user, "password", PASSWORD)));
        return ApiJson.MAPPER.readTree(response.body()).get("token").asText();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, viewer, null);
    }

    HttpResponse<String> post(String path, @Nullable String body) throws IOException, InterruptedException {
        return send("POST", path, operator, body);
    }

    HttpResponse<String> send(
            String method, String path, @Nullable String token, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        ContractedResponses.check(method, path, response);
        return response;
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return ApiJson.MAPPER.readTree(response.body());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The number that a statement answers. */
    long number(String sql) throws SQLException {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How many transactions of the server are open in this database. */
    int openTransactions() throws SQLException {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity where datname ="
                        + " current_database() and application_name = 'frostproof' and xact_start is not null")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() {
        client.close();
        work.close();
        api.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        database.close();
    }
}
