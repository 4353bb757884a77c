package io.frostproof.server.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotType;
import io.frostproof.server.client.ApiClient;
import io.frostproof.server.demo.Demo;
import io.frostproof.server.demo.DemoOptions;
import io.frostproof.server.demo.Smoke;
import io.frostproof.server.embedded.EmbeddedPostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./frostproof screenshots}: pictures of every page of the demo, with a day of made-up history so that charts have something to show. */
@Command(name = "screenshots", mixinStandardHelpOptions = true)
public final class Screenshots implements java.util.concurrent.Callable<Integer> {

    private static final Path CHECKOUT = Path.of(System.getProperty("frostproof.checkout", ".."));
    /** Of one picture in the README. */
    private static final long MOST_BYTES = 150_000;

    private static final Duration INCIDENT_WITHIN = Duration.ofMinutes(3);

    /** What the README shows: page, window, theme. */
    private static final List<Shown> README = List.of(
            new Shown("overview", Viewport.LAPTOP, Theme.DARK),
            new Shown("incident", Viewport.LAPTOP, Theme.LIGHT),
            new Shown("unit", Viewport.LAPTOP, Theme.DARK),
            new Shown("overview", Viewport.PHONE, Theme.LIGHT),
            new Shown("incident", Viewport.PHONE, Theme.DARK),
            new Shown("handling-unit", Viewport.LAPTOP, Theme.LIGHT),
            new Shown("handling-unit", Viewport.PHONE, Theme.DARK));

    private record Shown(String page, Viewport viewport, Theme theme) {}

    @Option(names = "--out")
    private Path out = CHECKOUT.resolve("docs/pictures");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Screenshots()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path all = CHECKOUT.resolve("target/pictures");
        Files.createDirectories(out);
        Files.createDirectories(all);
        Path folder = Files.createTempDirectory("frostproof-pictures").resolve("demo");
        try (var first = new Demo(line -> {})) {
            say("starting the demo once, for its schema and network ...");
            first.start(new DemoOptions(folder, true, 0, 0));
            awaitEveryChannel(first);
        }
        inventYesterday(folder);
        try (var demo = new Demo(Screenshots::say)) {
            demo.start(new DemoOptions(folder, false, 0, 0));
            Smoke.run(demo, Instant.now(), INCIDENT_WITHIN);
            say("waiting until a delivery of the demo was put away ...");
            awaitStock(demo, "ad-room-01", "delivery-");
            Map<String, String> pages = pages(demo);
            var troubles = 0;
            for (Viewport viewport : List.of(Viewport.PHONE, Viewport.LAPTOP, Viewport.WALL)) {
                for (Theme theme : Theme.values()) {
                    troubles += take(demo, pages, viewport, theme, all);
                }
            }
            say("pictures: " + all + ", and of the README: " + out);
            return troubles == 0 ? 0 : 1;
        }
    }

    private int take(Demo demo, Map<String, String> pages, Viewport viewport, Theme theme, Path all)
            throws IOException {
        Tab tab = Browser.shared().open("pictures", viewport, theme);
        Page page = tab.page();
        page.navigate(demo.address() + "/");
        page.getByLabel("User").first().waitFor();
        page.screenshot(new Page.ScreenshotOptions().setPath(all.resolve(name("sign-in", viewport, theme) + ".png")));
        Face.signIn(tab, demo.address(), "admin", demo.password());
        for (Map.Entry<String, String> one : pages.entrySet()) {
            page.navigate(demo.address() + one.getValue());
            page.locator("main h1").first().waitFor();
            page.waitForTimeout(1_500); // charts and live values
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(all.resolve(name(one.getKey(), viewport, theme) + ".png")));
            if (README.contains(new Shown(one.getKey(), viewport, theme))) {
                // What the page is about; without it the page stays at its top.
                page.evaluate("document.querySelector('.life-top')?.scrollIntoView()");
                small(page, out.resolve(name(one.getKey(), viewport, theme) + ".jpg"));
            }
        }
        List<String> troubles = tab.troubles();
        troubles.forEach(trouble -> say("page: " + trouble));
        page.context().close();
        return troubles.size();
    }

    private static void say(String text) {
        System.err.println(text);
    }

    private static String name(String page, Viewport viewport, Theme theme) {
        return page + "-" + viewport.width() + "-" + theme.word();
    }

    /** A picture of the window that is small enough to be shipped. */
    static void small(Page page, Path file) throws IOException {
        int quality = 85;
        byte[] picture;
        do {
            picture = page.screenshot(
                    new Page.ScreenshotOptions().setType(ScreenshotType.JPEG).setQuality(quality));
            quality -= 10;
        } while (picture.length > MOST_BYTES && quality > 30);
        Files.write(file, picture);
    }

    /** Every page with an address, by the name of its pictures. */
    private static Map<String, String> pages(Demo demo) throws IOException, InterruptedException {
        try (var api = ApiClient.signIn(demo.address(), "admin", demo.password())) {
            JsonNode decision =
                    api.get("/api/v1/decisions?state=proposed&limit=1").at("/items/0");
            String unit = decision.required("unit").asText();
            var pages = new LinkedHashMap<String, String>();
            pages.put("overview", "/");
            pages.put("incidents", "/incidents");
            pages.put(
                    "incident", "/incidents/" + decision.required("incident_id").asText());
            pages.put("decisions", "/decisions");
            pages.put("decision", "/decisions/" + decision.required("id").asText());
            pages.put("unit", "/units/" + unit);
            pages.put("stock", "/stock");
            pages.put("handling-unit", "/stock/" + awaitStock(demo, "hb-locker-01", "pens-"));
            pages.put("devices", "/devices");
            pages.put("device", "/devices/" + unit + "-s");
            pages.put("review", "/review");
            pages.put("system", "/system");
            return pages;
        }
    }

    /** The handling unit whose id begins so, once it is in a unit. */
    private static String awaitStock(Demo demo, String unit, String begin) throws IOException, InterruptedException {
        try (var api = ApiClient.signIn(demo.address(), "admin", demo.password())) {
            Instant deadline = Instant.now().plus(INCIDENT_WITHIN);
            while (true) {
                for (JsonNode one :
                        api.get("/api/v1/stock?limit=1000&unit=" + unit).at("/items")) {
                    String id = one.get("id").asText();
                    if (id.startsWith(begin)) {
                        return id;
                    }
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException(
                            "no " + begin + "* in " + unit + " within " + INCIDENT_WITHIN.toSeconds() + " s");
                }
                Thread.sleep(500);
            }
        }
    }

    /** Until every channel has a reading to invent a past for. */
    private static void awaitEveryChannel(Demo demo) throws IOException, InterruptedException {
        try (var api = ApiClient.signIn(demo.address(), "admin", demo.password())) {
            Instant deadline = Instant.now().plus(INCIDENT_WITHIN);
            while (api.get("/api/v1/channels?limit=1000").at("/items").findValues("newest").stream()
                    .anyMatch(JsonNode::isNull)) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException(
                            "not every channel of the demo was heard within " + INCIDENT_WITHIN.toSeconds() + " s");
                }
                Thread.sleep(500);
            }
        }
    }

    /** A reading each minute of the last 24 hours around what each channel says now; doors and mains as they usually are. */
    private static void inventYesterday(Path folder) throws IOException, SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(folder.resolve("database"));
                Connection connection = DriverManager.getConnection(
                        server.settings().url(),
                        server.settings().user(),
                        server.settings().password());
                Statement sql = connection.createStatement()) {
            sql.execute("select make_room_for_readings(now() - interval '2 days', now())");
            sql.execute("""
                    insert into reading
                    select f.channel_id, t, case when c.quantity = 'temperature'
                               then round((f.value + 0.5 * sin(extract(epoch from t) / 2400 + f.channel_id) + 0.3 * sin(extract(epoch from t) / 700) + 0.2 * random())::numeric, 2)::float8
                               else f.value end,
                           0, t + interval '1 second', 0, extract(epoch from t)::bigint, 0
                    from (select distinct on (channel_id) channel_id, value, time from reading order by channel_id, time) f
                    join channel c on c.id = f.channel_id,
                    generate_series(date_trunc('minute', f.time) - interval '24 hours', f.time - interval '1 minute', '1 minute') t
                    on conflict do nothing""");
        }
    }
}
