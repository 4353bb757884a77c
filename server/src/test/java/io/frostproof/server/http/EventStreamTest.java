package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /events:
                get: {operationId: events, x-permission: read, x-stream: true}
              /page:
                get: {operationId: page, x-permission: read}
            """;

    private final BlockingQueue<EventSink> sinks = new LinkedBlockingQueue<>();
    private @Nullable DoorFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new DoorFixture(
                CONTRACT,
                new Operations()
                        .on("events", request -> new Reply.Events(sinks::add))
                        .on("page", request -> Reply.json(List.of("x".repeat(5000)))));
    }

    @AfterEach
    void close() {
        door().close();
    }

    private DoorFixture door() {
        if (fixture == null) {
            throw new IllegalStateException("not open");
        }
        return fixture;
    }

    private EventSink sink() throws Exception {
        EventSink sink = sinks.poll(10, TimeUnit.SECONDS);
        if (sink == null) {
            throw new AssertionError("no client");
        }
        return sink;
    }

    private Socket ask() throws Exception {
        var socket = new Socket(InetAddress.getLoopbackAddress(), door().port);
        socket.getOutputStream()
                .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void awaitClosed(EventSink sink) throws Exception {
        var closed = new CountDownLatch(1);
        sink.whenClosed(closed::countDown);
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sink.closed()).isTrue();
    }

    @Test
    void eventsArriveAsTheyAreSentAndUncompressed() throws Exception {
        HttpResponse<InputStream> response = door().client
                .send(
                        door().request("/events")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Encoding").orElse("identity"))
                .isEqualTo("identity");
        EventSink sink = sink();
        try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(in.readLine()).isEqualTo(": connected");
            assertThat(in.readLine()).isEmpty();
            sink.event("7", "change", "{\"ref\": \"a\"}");
            assertThat(in.readLine()).isEqualTo("id: 7");
            assertThat(in.readLine()).isEqualTo("event: change");
            assertThat(in.readLine()).isEqualTo("data: {\"ref\": \"a\"}");
            assertThat(in.readLine()).isEmpty();
            sink.comment("still here");
            assertThat(in.readLine()).isEqualTo(": still here");
            assertThat(in.readLine()).isEmpty();
            sink.event(null, "readings", "1\n2");
            assertThat(in.readLine()).isEqualTo("event: readings");
            assertThat(in.readLine()).isEqualTo("data: 1");
            assertThat(in.readLine()).isEqualTo("data: 2");
            assertThat(in.readLine()).isEmpty();
            sink.end();
            assertThat(in.readLine()).isNull();
        }
        awaitClosed(sink);
    }

    @Test
    void aClientThatLeavesIsNoticed() throws Exception {
        EventSink sink;
        try (Socket socket = ask()) {
            sink = sink();
            assertThat(socket.isConnected()).isTrue();
            assertThat(sink.closed()).isFalse();
        }
        awaitClosed(sink);
        sink.event("1", "change", "{}");
    }

    @Test
    void aClientThatTakesNothingIsCutBeforeItFillsMemory() throws Exception {
        try (Socket socket = ask()) {
            EventSink sink = sink();
            String json = "\"" + "x".repeat(10_000) + "\"";
            int sent = 0;
            while (!sink.closed() && sent < 10_000) {
                sink.event(null, "readings", json);
                sent++;
            }
            // What the kernel's buffers hold, some MiB, and ours; not the 100 MB that were offered.
            assertThat(sent).isLessThan(5_000);
            awaitClosed(sink);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aClientThatReadsGetsMuchAtOnceWhenTheFeederWaitsForRoom() throws Exception {
        HttpResponse<InputStream> response =
                door().client.send(door().request("/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        EventSink sink = sink();
        Thread feeder = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                sink.event(Integer.toString(i), "change", "{\"text\": \"" + "y".repeat(200) + "\"}");
                sink.awaitRoom();
            }
            sink.end();
        });
        try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(in.lines().filter(line -> line.startsWith("id: ")).count())
                    .isEqualTo(20_000);
        }
        feeder.join();
    }

    @Test
    void listenersTakeNoPlaceFromOthersUntilThereAreTooMany() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            var last = new ArrayList<EventSink>();
            for (int i = 0; i < Streams.MOST; i++) {
                sockets.add(ask());
                last.add(sink());
            }
            assertThat(door().send("GET", "/page", null).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = door().send("GET", "/events", null);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            last.getFirst().end();
            awaitClosed(last.getFirst());
            sockets.add(ask());
            assertThat(sink().closed()).isFalse();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
