package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rig itself: it sees what it is there to see. */
class TabIT {

    private static final String HEAD =
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>Page</title><link rel=icon href='data:,'></head>";

    private final HttpServer server;
    private String body = "";

    TabIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            boolean page = exchange.getRequestURI().getPath().equals("/");
            byte[] answer = (page ? HEAD + "<body>" + body + "</body></html>" : "no").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(page ? 200 : 404, answer.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Tab open(String content) {
        body = content;
        Tab tab = Browser.shared().open("rig", Viewport.PHONE, Theme.DARK);
        tab.page().navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return tab;
    }

    @Test
    void seesNothingWrongWithAGoodPage() {
        try (Tab tab = open("<main><h1>Fine</h1></main>")) {
            Axe.check(tab.page());

            assertThat(tab.page().evaluate("innerWidth")).isEqualTo(360);
            assertThat(tab.page().evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(true);
        }
    }

    @Test
    void failsForConsoleErrorsExceptionsAndMissingFiles() {
        Tab tab = open("<main><h1>Bad</h1><script>console.error('lost'); setTimeout(() => nothingThere(), 0)</script>"
                + "<img alt='x' src='/missing.png'></main>");
        tab.page().waitForCondition(() -> tab.troubles().size() >= 4);

        assertThatThrownBy(tab::close)
                .hasMessageContaining("console: lost")
                .hasMessageContaining("exception: ")
                .hasMessageContaining("nothingThere")
                .hasMessageContaining("response: 404 to GET");
    }

    @Test
    void passesOverTroubleThatTheTestExpects() {
        try (Tab tab = open("<main><h1>Bad</h1><img alt='x' src='/missing.png'></main>")) {
            tab.expect("missing\\.png");
            assertThat(tab.page().title()).isEqualTo("Page");
        }
    }

    @Test
    void failsForWhatAScreenReaderCannotRead() {
        try (Tab tab = open("<main><h1>Bad</h1><button></button></main>")) {
            assertThatThrownBy(() -> Axe.check(tab.page())).hasMessageContaining("button-name");
        }
    }
}
