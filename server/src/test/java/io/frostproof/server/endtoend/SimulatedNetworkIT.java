package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.command.Frostproof;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal as docs/scenarios.md tells it: network file, import, and a scenario whose stock goes through the API of the server. */
class SimulatedNetworkIT {

    private static final String DAYS = "0.6";

    /** Ends a minute before now, so that nothing comes from the future. */
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(865));

    @TempDir
    Path folder;

    @Test
    void aServerKnowsTheStockAndFindsTheStuckDoorOfAScenario() throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        Path network = folder.resolve("network.yaml");
        simulate("--network-file", network.toString());
        String url = database.newDatabase("simulated");
        try (MosquittoBroker broker = MosquittoBroker.start();
                ServerProcess server = ServerProcess.start(
                        imported(network, ServerProcess.config(folder, database, url, broker.uri(), "")))) {
            var rows = new LogRows(database, url);
            long placed = rows.number("select count(*) from movement");
            Path token = Files.writeString(folder.resolve("token"), new ApiCalls(server).token());

            JsonNode result = simulate(
                    "--broker", broker.uri(), "--server", SystemPage.address(server), "--token-file", token.toString());

            assertThat(result.path("stock_events_refused").asLong()).isZero();
            assertThat(result.path("stock_events").asLong()).isPositive();
            assertThat(rows.number("select count(*) from movement"))
                    .isEqualTo(placed + result.path("stock_events").asLong());
            // Some are sent twice, as in the field.
            rows.awaitSettled(result.path("readings").asLong() * 9 / 10);
            assertThat(rows.number("select count(*) from reading_conflict")).isZero();
            assertThat(rows.number("select count(*) from dead_letter")).isZero();
            assertThat(rows.column("select distinct slot from incident where unit_id = 'hb-fridge-02'"))
                    .contains("door");
            assertThat(server.stop()).as(server.output()).isIn(0, 143);
        }
    }

    private static Path imported(Path network, Path config) {
        var err = new StringWriter();
        int code = Frostproof.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "network",
                "import",
                network.toString(),
                "--config",
                config.toString());
        assertThat(code).as(err.toString()).isZero();
        return config;
    }

    private JsonNode simulate(String... more) throws Exception {
        var arguments = new ArrayList<>(List.of(
                "simulate", "stuck-door", "--speed", "max", "--days", DAYS, "--start", start.toString(), "--json"));
        arguments.addAll(List.of(more));
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Frostproof.run(
                new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        String printed = out.toString();
        return printed.startsWith("{") ? new ObjectMapper().readTree(printed) : new ObjectMapper().createObjectNode();
    }
}
