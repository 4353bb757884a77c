package io.frostproof.server.bench;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.frostproof.server.browser.Browser;
import io.frostproof.server.browser.Face;
import io.frostproof.server.browser.Tab;
import io.frostproof.server.browser.Theme;
import io.frostproof.server.browser.Viewport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a browser says of the pages. All times are its own clock's, counted from the begin of the navigation. */
final class PageBench {

    private static final int UPDATES_PER_SECOND = 500;
    private static final Duration UPDATES_FOR = Duration.ofSeconds(10);
    /** People take a page that does not move for longer as frozen. */
    private static final double FROZEN_MS = 250;

    private static final int CHARTS = 7;

    /**
     * How long a new window stands before it is used. Chromium loads parts of its own frame for each one, which takes a processor for most
     * of a second, and nobody types an address that fast.
     */
    private static final double NEW_WINDOW_MS = 2_000;

    private static final String COMPLETE = "bench: complete";

    /**
     * Notes when incidents can be read and when all tiles are there, and every long task. Readable: a row of cards stands in the window, and
     * each says what, where and since when.
     */
    private static final String WATCH = """
            window.bench = {longTasks: []};
            const says = (card, part) => card.querySelector(part)?.textContent.trim().length > 0;
            const readable = () => {
              const cards = [...document.querySelectorAll('main article')];
              return cards.length >= 4 && cards.every((card) => says(card, 'h3') && says(card, '.incident-slot') && says(card, '.incident-place') && says(card, 'time'))
                  && cards.slice(0, 4).every((card) => card.checkVisibility() && card.getBoundingClientRect().bottom <= innerHeight);
            };
            new PerformanceObserver((list) => list.getEntries().forEach((e) => bench.longTasks.push(e.duration))).observe({type: 'longtask', buffered: true});
            const watch = new MutationObserver(() => {
              if (!bench.useful && readable()) {
                bench.useful = -1;
                requestAnimationFrame(() => setTimeout(() => { bench.useful = performance.now(); }));
              }
              const tiles = document.querySelectorAll('main details li').length;
              if (tiles >= 2000) { watch.disconnect(); bench.tiles = tiles; requestAnimationFrame(() => setTimeout(() => { bench.complete = performance.now(); console.debug('bench: complete'); })); }
            });
            watch.observe(document, {subtree: true, childList: true});
            """;

    /** For ten seconds: gaps between frames, long tasks, and how many values changed. */
    private static final String LIVE = """
            () => new Promise((done) => {
              bench.longTasks.length = 0;
              const gaps = []; let values = 0; const begun = performance.now(); let last = begun;
              const changes = new MutationObserver((list) => { values += list.length; });
              changes.observe(document.querySelector('main'), {subtree: true, childList: true, characterData: true});
              const frame = (now) => {
                gaps.push(now - last); last = now;
                if (now - begun < 10000) requestAnimationFrame(frame);
                else { changes.disconnect(); done({longest: Math.max(...gaps), fps: gaps.length / (now - begun) * 1000, values, longTask: Math.max(0, ...bench.longTasks), tasks: bench.longTasks.length}); }
              };
              requestAnimationFrame(frame);
            })
            """;

    private PageBench() {}

    private interface Look<T> {
        T at(Tab tab) throws IOException, InterruptedException;
    }

    /** A signed-in tab that has loaded nothing yet: as cold as a browser's first visit. */
    private static <T> T signedIn(BenchRig rig, String name, Look<T> look) throws IOException, InterruptedException {
        Browser browser = Browser.shared();
        try (Tab door = browser.open(name + "-door", Viewport.WALL, Theme.DARK)) {
            Face.signIn(door, rig.address(), "admin", rig.password());
            try (Tab tab = browser.open(name, Viewport.WALL, Theme.DARK)) {
                tab.page()
                        .context()
                        .addCookies(door.page().context().cookies().stream()
                                .map(cookie -> new com.microsoft.playwright.options.Cookie(cookie.name, cookie.value)
                                        .setDomain(cookie.domain)
                                        .setPath(cookie.path))
                                .toList());
                return look.at(tab);
            }
        }
    }

    static List<Measured> overview(BenchRig rig) throws IOException, InterruptedException {
        signedIn(rig, "bench-warm", tab -> open(tab, rig.address() + "/")); // the server's own first time
        return signedIn(rig, "bench-overview", tab -> {
            Page page = tab.page();
            var bytes = new AtomicLong();
            CDPSession cdp = page.context().newCDPSession(page);
            cdp.send("Network.enable");
            cdp.on(
                    "Network.loadingFinished",
                    (JsonObject event) ->
                            bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
            open(tab, rig.address() + "/");
            page.waitForTimeout(1_000); // what comes after the last tile
            double useful = number(page.evaluate("bench.useful"));
            double complete = number(page.evaluate("bench.complete"));
            var results = new ArrayList<Measured>();
            results.add(Measured.atMost(
                    "overview, " + Measured.number(BenchWorld.UNITS) + " units, " + BenchWorld.INCIDENTS
                            + " open incidents: first incidents painted",
                    useful,
                    1_000,
                    "ms"));
            results.add(Measured.informs("  all units there", Measured.number(complete) + " ms"));
            results.add(Measured.atMost("  transferred", bytes.get() / 1e3, 300, "kB"));
            results.addAll(live(rig, page));
            return results;
        });
    }

    private static Void open(Tab tab, String url) {
        Page page = tab.page();
        page.addInitScript(WATCH);
        page.waitForTimeout(NEW_WINDOW_MS);
        // The page tells: asking it again and again would keep it from its work.
        page.waitForConsoleMessage(
                new Page.WaitForConsoleMessageOptions()
                        .setPredicate(message -> message.text().equals(COMPLETE))
                        .setTimeout(60_000),
                () -> page.navigate(url));
        return null;
    }

    /** Asks from outside: waiting inside of the page would take the right to evaluate texts, which it rightly does not give. */
    private static void await(Page page, String condition) {
        page.waitForCondition(
                () -> Boolean.TRUE.equals(page.evaluate(condition)),
                new Page.WaitForConditionOptions().setTimeout(60_000));
    }

    private static List<Measured> live(BenchRig rig, Page page) throws IOException, InterruptedException {
        try (var publisher = new Publisher(rig.brokerUri(), BenchWorld.UNITS - 1)) {
            publisher.run(UPDATES_PER_SECOND, Duration.ofSeconds(3));
            CompletableFuture<double[]> publishing = CompletableFuture.supplyAsync(() -> {
                try {
                    return publisher.run(UPDATES_PER_SECOND, UPDATES_FOR.plusSeconds(1));
                } catch (IOException e) {
                    throw new CompletionException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CompletionException(e);
                }
            });
            Map<?, ?> seen = (Map<?, ?>) page.evaluate(LIVE);
            publishing.join();
            double values = number(seen.get("values"));
            if (values < UPDATES_FOR.toSeconds() * 5) {
                return List.of(Measured.failed(
                        "  " + UPDATES_PER_SECOND + " live updates/s",
                        "only " + Measured.number(values) + " changes reached the page"));
            }
            return List.of(
                    Measured.atMost(
                            "  " + UPDATES_PER_SECOND + " live updates/s for " + UPDATES_FOR.toSeconds()
                                    + " s: longest time without a frame",
                            number(seen.get("longest")),
                            FROZEN_MS,
                            "ms"),
                    Measured.informs(
                            "  meanwhile",
                            Measured.number(number(seen.get("fps"))) + " frames/s, longest task "
                                    + Measured.number(number(seen.get("longTask"))) + " ms, "
                                    + Measured.number(number(seen.get("tasks"))) + " tasks over 50 ms, "
                                    + Measured.number(values) + " changes in the page"));
        }
    }

    static List<Measured> chart(BenchRig rig) throws IOException, InterruptedException {
        return signedIn(rig, "bench-chart", tab -> {
            Page page = tab.page();
            var times = new ArrayList<Double>();
            Object detail = null;
            for (int i = 0; i <= CHARTS; i++) {
                page.navigate(rig.address() + "/units/" + BenchWorld.CHART_UNIT + "?range=30d");
                await(page, "performance.getEntriesByName('unit-chart').length > 0");
                if (i > 0) { // the first one compiles on both sides
                    times.add(number(page.evaluate("performance.getEntriesByName('unit-chart')[0].duration")));
                }
                detail = page.evaluate("JSON.stringify(performance.getEntriesByName('unit-chart')[0].detail)");
            }
            Collections.sort(times);
            return List.of(
                    Measured.atMost(
                            "chart of 30 days, one reading a minute: request to drawn, median of " + CHARTS,
                            times.get(CHARTS / 2),
                            300,
                            "ms"),
                    Measured.informs(
                            "  slowest, and the last one's parts",
                            Measured.number(times.getLast()) + " ms; " + detail));
        });
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : -1;
    }
}
