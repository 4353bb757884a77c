package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A log of 300,000 rows, some 25 MB: more than all buffers between server and client hold. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class StreamedLogIT {

    private static final int ROWS = 300_000;
    private static final String PATH = "/api/v1/units/lk-2/log.csv?from=2026-11-22T00:00:00Z&to=2026-11-26T00:00:00Z";

    private static @Nullable ApiFixture fixture;

    @BeforeParameterizedClassInvocation
    static void open(PostgresFlavour flavour) throws Exception {
        fixture = ApiFixture.on(flavour);
        fixture.execute(
                "insert into reading select c.id, '2026-11-22T00:00:00Z'::timestamptz + i * interval '1 second', 5, 0,"
                        + " '2026-11-22T00:00:00Z'::timestamptz + i * interval '1 second', 9, i, 2 from channel c,"
                        + " generate_series(0, " + (ROWS - 1) + ") i where c.device_id = 'probe-2'");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        api().close();
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    StreamedLogIT(PostgresFlavour flavour) {
        assertThat(flavour).isNotNull();
    }

    private static Socket ask() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api().port);
        socket.getOutputStream()
                .write(("GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                + api().viewer + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void awaitTransactions(int expected) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (api().openTransactions() != expected) {
            assertThat(System.nanoTime())
                    .as("deadline for %d transactions", expected)
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void aClientThatReadsGetsEverything() throws Exception {
        HttpResponse<String> response = api().get(PATH);
        assertThat(response.body().lines().filter(line -> line.startsWith("2026")))
                .hasSize(ROWS);
        assertThat(response.body()).endsWith("# end: rows " + ROWS + "\n");
    }

    @Test
    void aClientThatStopsReadingHoldsTheQueryAndOneThatLeavesEndsIt() throws Exception {
        try (Socket socket = ask()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            // Another client reads everything meanwhile; without back-pressure the first query would be over by then.
            assertThat(api().get(PATH).body()).endsWith("# end: rows " + ROWS + "\n");
            awaitTransactions(1);
            assertThat(api().get("/api/v1/units").statusCode()).isEqualTo(200);
        }
        awaitTransactions(0);
    }

    @Test
    void logsThatNobodyReadsLeaveRoomForOthers() throws Exception {
        try (Socket one = ask();
                Socket two = ask()) {
            awaitTransactions(2);
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            HttpResponse<String> third = api().get(PATH);
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            assertThat(api().get("/api/v1/units").statusCode()).isEqualTo(200);
        }
        awaitTransactions(0);
    }

    @Test
    void aDatabaseThatIsAwayIsToldAsSuch() throws Exception {
        try (TestDatabase server = TestDatabase.start(PostgresFlavour.PLAIN);
                ApiFixture own = new ApiFixture(server)) {
            server.stop();
            HttpResponse<String> response = own.get("/api/v1/units");
            assertThat(response.statusCode()).isEqualTo(503);
            JsonNode problem = ApiFixture.json(response);
            assertThat(problem.get("detail").asText()).isEqualTo("the database does not answer");
            assertThat(own.send("GET", "/health/ready", null, null).statusCode())
                    .isEqualTo(503);
            assertThat(own.send("GET", "/health/live", null, null).statusCode()).isEqualTo(200);
        }
    }
}
