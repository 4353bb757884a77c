package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the overview asks the server, for somebody who is signed in. */
class OverviewPageIT {

    private static final String TITLE = "Nothing to watch over yet";

    private static final String COUNT_QUESTIONS = """
            new MutationObserver((list, watch) => {
              if (!document.querySelector('main h1')?.textContent.includes('%s')) return;
              watch.disconnect();
              const asked = (what) => performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/api/v1/' + what)).length;
              window.asked = `session ${asked('session')}, overview ${asked('overview')}`;
            }).observe(document, {subtree: true, childList: true, characterData: true});
            """.formatted(TITLE);

    private static final String A_CHANGE = """
            event: hello
            data: {}

            event: change
            data: {"type": "incident", "ref": "x", "unit": null, "node": null, "region": null, "at": "2026-11-21T12:00:00Z"}

            """;

    @TempDir
    Path folder;

    private interface Look {
        void at(Page page, String address);
    }

    private void signedIn(String name, Look look) throws Exception {
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        try (var broker = MosquittoBroker.start();
                var server = ServerProcess.start(ServerProcess.config(
                        folder,
                        databases,
                        databases.newDatabase("overview"),
                        broker.uri(),
                        "data_dir: " + folder.resolve("data")));
                Tab tab = Browser.shared().open(name, Viewport.LAPTOP, Theme.LIGHT)) {
            String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
            Face.signIn(tab, address, "admin", found("with the password (\\S+)", server.output()));
            look.at(tab.page(), address);
        }
    }

    @Test
    void asksWhatIsWrongBeforeTheApplicationIsThereAndOnlyOnce() throws Exception {
        signedIn("overview-first", (page, address) -> {
            page.addInitScript(COUNT_QUESTIONS);
            var application = new ArrayList<Route>();
            var asked = new ArrayList<String>();
            Runnable release = () -> {
                if (asked.containsAll(List.of("session", "overview"))) {
                    application.forEach(Route::resume);
                    application.clear();
                }
            };
            page.route("**/assets/js/main.js", route -> {
                application.add(route);
                release.run();
            });
            page.onRequest(request -> {
                if (request.url().contains("/api/v1/")) {
                    asked.add(request.url().replaceAll(".*/", ""));
                    release.run();
                }
            });

            page.navigate(address + "/");

            Face.title(page, TITLE).waitFor();
            assertThat(page.evaluate("window.asked")).isEqualTo("session 1, overview 1");
        });
    }

    /** A busy server takes longer for one answer than the page waits until it asks for the next. */
    @Test
    void asksAgainAfterAnAnswerThatTookLongerThanTheNextChange() throws Exception {
        signedIn("overview-busy", (page, address) -> {
            var answers = new ArrayList<Route>();
            var streams = new ArrayList<Route>();
            page.route("**/api/v1/overview", answers::add);
            page.route("**/api/v1/events?*", route -> {
                streams.add(route);
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/event-stream")
                        .setBody(A_CHANGE));
            });
            page.navigate(address + "/");
            page.waitForCondition(() -> !answers.isEmpty());
            answers.getFirst().resume();
            Face.title(page, TITLE).waitFor();

            page.waitForCondition(() -> answers.size() == 2);
            int before = streams.size();
            // Each stream brings a change and ends; three more, and the time to ask again is over as well.
            page.waitForCondition(() -> streams.size() >= before + 3);
            answers.get(1).resume();

            page.waitForCondition(() -> answers.size() == 3);
            answers.get(2).resume();
        });
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
