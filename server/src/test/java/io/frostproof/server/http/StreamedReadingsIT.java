package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readings of 300,000 rows: more than all buffers between server and client hold. */
class StreamedReadingsIT {

    private static final int ROWS = 300_000;
    private static final String RANGE = "unit=lk-2&from=2026-11-22T00:00:00Z&to=2026-11-26T00:00:00Z";

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aClientThatStopsReadingHoldsTheQueryAndOneThatLeavesEndsIt(PostgresFlavour flavour) throws Exception {
        try (ApiFixture api = ApiFixture.on(flavour)) {
            api.execute(
                    "insert into reading select c.id, '2026-11-22T00:00:00Z'::timestamptz + i * interval '1 second', 5, 0,"
                            + " '2026-11-22T00:00:00Z'::timestamptz + i * interval '1 second', 9, i, 2 from channel c,"
                            + " generate_series(0, " + (ROWS - 1) + ") i where c.device_id = 'probe-2'");
            for (String path : new String[] {"/api/v1/readings?" + RANGE, "/api/v1/readings.csv?" + RANGE}) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port)) {
                    socket.getOutputStream()
                            .write(("GET " + path
                                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                            + api.viewer + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
                    // Another client reads everything meanwhile; without back-pressure the first query would be over by
                    // then.
                    assertThat(api.get("/api/v1/readings.csv?" + RANGE).body().lines())
                            .hasSize(ROWS + 1);
                    awaitTransactions(api, 1);
                }
                awaitTransactions(api, 0);
            }
        }
    }

    private static void awaitTransactions(ApiFixture api, int expected) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (api.openTransactions() != expected) {
            assertThat(System.nanoTime())
                    .as("deadline for %d transactions", expected)
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
