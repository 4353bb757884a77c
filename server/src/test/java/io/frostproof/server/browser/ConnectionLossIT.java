package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes away and comes back, seen from a page that stays open. */
class ConnectionLossIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);

    @Test
    void saysThatTheServerIsAwayAndGoesOnWhenItIsBack(@TempDir Path folder) throws Exception {
        Browser browser = Browser.shared();
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("loss");
        try (var broker = MosquittoBroker.start()) {
            Path config =
                    ServerProcess.config(folder, databases, url, broker.uri(), "data_dir: " + folder.resolve("data"));
            String address;
            String password;
            Tab tab = browser.open("connection-loss", Viewport.LAPTOP, Theme.LIGHT);
            try (tab) {
                Page page = tab.page();
                try (var first = ServerProcess.start(config)) {
                    address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", first.output());
                    password = found("with the password (\\S+)", first.output());
                    Face.signIn(tab, address, "admin", password);
                    page.getByText("Live", new Page.GetByTextOptions().setExact(true))
                            .first()
                            .waitFor(SOON);
                    page.evaluate("window.neverReloaded = true");
                    tab.expect("^request: |^console: .*(net::ERR|Failed to load resource|TypeError: network error)");
                    first.stop();
                }
                page.getByText("No connection to the server.").waitFor(SOON);
                assertThat(page.getByText("What you see is as of").isVisible()).isTrue();
                Axe.check(page);

                String port = address.substring(address.lastIndexOf(':') + 1);
                Files.writeString(
                        config, Files.readString(config).replace("http: {port: 0}", "http: {port: " + port + "}"));
                try (var second = ServerProcess.start(config)) {
                    page.getByText("Live", new Page.GetByTextOptions().setExact(true))
                            .first()
                            .waitFor(SOON);
                    assertThat(page.getByText("No connection to the server.").count())
                            .isZero();
                    assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
                    assertThat(second.output()).doesNotContain("First start");
                }
            }
        }
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
