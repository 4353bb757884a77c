package io.frostproof.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events of stock told to a server that answers as it is told. */
class StockSenderTest {

    private static final Instant TIME = Instant.parse("2026-11-21T09:00:00Z");
    private static final int CUT_OFF = 0;

    private final HttpServer server;
    /** Handling unit and key of each request. */
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private Iterator<Integer> statuses = Collections.emptyIterator();

    StockSenderTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/stock-events", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        told.add(body.at("/events/0/handling_unit").asText());
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        int status = statuses.hasNext() ? statuses.next() : 201;
        if (status == CUT_OFF) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Retry-After", "0");
        byte[] answer = "{\"title\": \"t\", \"detail\": \"why\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private StockSender told(Integer... statuses) throws InterruptedException {
        this.statuses = List.of(statuses).iterator();
        try (StockSender sender =
                StockSender.open("http://127.0.0.1:" + server.getAddress().getPort(), "token")) {
            for (String handlingUnit : List.of("a", "b", "c")) {
                sender.send(StockMessage.moved("move-" + handlingUnit, TIME, handlingUnit, "fridge"));
            }
            sender.finish();
            return sender;
        }
    }

    @Test
    void tellsTheSameAgainUnderItsKeyUntilTheServerHasTimeForIt() throws Exception {
        StockSender sender = told(201, 429, 503, CUT_OFF, 201);

        assertThat(sender.failure()).isEmpty();
        assertThat(sender.recorded()).isEqualTo(3);
        assertThat(sender.refused()).isZero();
        assertThat(told).containsExactly("a", "b", "b", "b", "b", "c");
        assertThat(keys.subList(1, 5)).containsOnly(keys.get(1));
        assertThat(keys.get(5)).isNotIn(keys.subList(0, 5));
    }

    @Test
    void countsWhatIsRefusedAndGoesOn() throws Exception {
        StockSender sender = told(201, 409, 201);

        assertThat(sender.recorded()).isEqualTo(2);
        assertThat(sender.refused()).isEqualTo(1);
        assertThat(sender.lastRefusal())
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("b: 409").contains("why"));
    }

    @Test
    void endsWhenTheServerFails() throws Exception {
        StockSender sender = told(201, 500);

        assertThat(sender.failure())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("500"));
        assertThat(told).containsExactly("a", "b");
    }
}
