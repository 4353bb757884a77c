package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.frostproof.server.client.ApiClient;
import io.frostproof.server.demo.Demo;
import io.frostproof.server.demo.DemoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goods of the demo: some of a handling unit are brought out of a failing locker, and a delivery waits on a dock whose door stands open. What the ledger, its
 * CSV and the page say of them is what the readings of these places say.
 */
class DemoStockIT {

    /** The story needs two minutes and a half on an idle machine; builds keep machines busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    /** Of what has happened everything is stored after so long. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    private static final double WARMEST_CELSIUS = 8;
    private static final double NOTHING = 1e-4;
    private static final Path PICTURES = Path.of("target", "browser");

    @TempDir
    Path folder;

    @Test
    void ledgerAndPageSayOfGoodsWhatTheReadingsOfTheirPlacesSay() throws Exception {
        try (var demo = new Demo(line -> {})) {
            demo.start(new DemoOptions(folder.resolve("demo"), true, 0, 0));
            try (var api = ApiClient.signIn(demo.address(), "admin", demo.password())) {
                String delivery = awaited(api, "ad-room-01", "delivery-");
                String part = awaited(api, "hb-locker-01", "pens-");
                String whole = part.substring(0, part.length() - "-b".length());
                awaitCold(api, "hb-locker-02");
                Instant until = Instant.now().minus(SETTLED);

                List<JsonNode> ofPart = places(api, part, until);
                List<JsonNode> ofRest = places(api, whole, until);
                List<JsonNode> ofDelivery = places(api, delivery, until);
                assertThat(ofPart)
                        .extracting(DemoStockIT::where)
                        .containsExactly(whole + " hb-locker-02", part + " hb-locker-01");
                assertThat(ofRest).extracting(DemoStockIT::where).containsExactly(whole + " hb-locker-02");
                assertThat(ofDelivery)
                        .extracting(DemoStockIT::where)
                        .containsExactly(delivery + " ad-zone-01", delivery + " ad-room-01");
                // In the middle of the excursion: too warm before, and what stayed went on to be.
                assertThat(tooWarm(ofPart.getFirst())).isPositive().isLessThan(tooWarm(ofRest.getFirst()));
                assertThat(tooWarm(ofPart.getLast())).isZero();
                assertThat(tooWarm(ofDelivery.getFirst())).isPositive();
                // The part was gone when the desk could have seen it, and people are asked about it all the same.
                assertThat(api.get("/api/v1/stock/" + part).get("decisions"))
                        .anySatisfy(decision ->
                                assertThat(decision.get("unit").asText()).isEqualTo("hb-locker-02"));
                String waited = waitedTooLong(api, delivery);

                for (Viewport viewport : List.of(Viewport.LAPTOP, Viewport.PHONE)) {
                    Theme theme = viewport.equals(Viewport.LAPTOP) ? Theme.LIGHT : Theme.DARK;
                    try (Tab tab = Browser.shared().open("demo-stock-" + viewport.width(), viewport, theme)) {
                        Face.signIn(tab, demo.address(), "admin", demo.password());
                        for (String id : List.of(whole, part, delivery)) {
                            saysTheSame(tab.page(), demo.address(), api, id);
                            picture(tab.page(), id.replaceAll("-[0-9-]+", "-") + viewport.width());
                        }
                        explains(tab.page());
                        Axe.check(tab.page());
                        followsToTheChart(tab.page());
                        showsWhatTheDockCost(tab.page(), demo.address(), waited, delivery);
                        picture(tab.page(), "dwell-" + viewport.width());
                        recordsAHandOff(tab.page(), demo.address(), delivery, "Driver " + viewport.width());
                        picture(tab.page(), "handed-" + viewport.width());
                    }
                }
            }
        }
    }

    /** The handling unit whose id begins so, once it has been in a unit for a while. */
    private static String awaited(ApiClient api, String unit, String begin) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            for (JsonNode one : api.get("/api/v1/stock?limit=1000&unit=" + unit).get("items")) {
                if (one.get("id").asText().startsWith(begin)
                        && Instant.parse(one.get("since").asText())
                                .isBefore(Instant.now().minus(SETTLED.multipliedBy(2)))) {
                    return one.get("id").asText();
                }
            }
            assertThat(Instant.now()).as("%s* in %s", begin, unit).isBefore(deadline);
            Thread.sleep(500);
        }
    }

    /** Until nothing in a unit has been too warm for a while: what its goods lived through does not grow any more. */
    private static void awaitCold(ApiClient api, String unit) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (readings(api, unit, Instant.now().minus(SETTLED.multipliedBy(2)), Instant.now()).stream()
                .anyMatch(reading -> reading.celsius() > WARMEST_CELSIUS)) {
            assertThat(Instant.now()).as("%s is cold again", unit).isBefore(deadline);
            Thread.sleep(500);
        }
    }

    /** The places of its only past, each of which says what the readings say, and which add up to all of it. */
    private static List<JsonNode> places(ApiClient api, String id, Instant until) throws Exception {
        JsonNode ledger = api.get("/api/v1/stock/" + id + "/exposure?until=" + until);
        assertThat(ledger.get("strands")).hasSize(1);
        assertThat(ledger.get("contradictions")).isEmpty();
        JsonNode strand = ledger.get("strands").get(0);
        List<JsonNode> places = new ArrayList<>();
        strand.get("places").forEach(places::add);
        for (JsonNode place : places) {
            Instant from = Instant.parse(place.get("from").asText());
            Instant to = Instant.parse(place.get("to").asText());
            Told told = Told.of(readings(api, place.get("unit").asText(), from, to), hold(api, place), from, to);
            JsonNode sums = place.get("sums");
            assertThat(sums.get("known_s").asDouble()).isCloseTo(told.known, within(NOTHING));
            assertThat(sums.get("unknown_s").asDouble()).isCloseTo(seconds(from, to) - told.known, within(NOTHING));
            assertThat(sums.get("too_warm_s").asDouble()).isCloseTo(told.warm, within(NOTHING));
            assertThat(sums.get("too_warm_degree_minutes").asDouble()).isCloseTo(told.degreeMinutes, within(NOTHING));
            assertThat(sums.get("warmest_celsius").asDouble()).isEqualTo(told.warmest);
            assertThat(sums.get("coldest_celsius").asDouble()).isEqualTo(told.coldest);
        }
        for (String figure : List.of("elapsed_s", "known_s", "unknown_s", "too_warm_s", "too_warm_degree_minutes")) {
            double sum = places.stream()
                    .mapToDouble(place -> place.get("sums").get(figure).asDouble())
                    .sum();
            assertThat(strand.get("sums").get(figure).asDouble()).as(figure).isCloseTo(sum, within(NOTHING));
        }
        assertThat(strand.get("sums").get("elapsed_s").asDouble())
                .isCloseTo(seconds(Instant.parse(ledger.get("from").asText()), until), within(NOTHING));
        return places;
    }

    private static String where(JsonNode place) {
        return place.get("handling_unit").asText() + " " + place.get("unit").asText();
    }

    private static double tooWarm(JsonNode place) {
        return place.get("sums").get("too_warm_s").asDouble();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private record Reading(Instant time, double celsius) {}

    /** What the one probe of a unit said, from a while before on. */
    private static List<Reading> readings(ApiClient api, String unit, Instant from, Instant to) throws Exception {
        var readings = new ArrayList<Reading>();
        for (JsonNode one : api.get("/api/v1/readings?order=asc&channel=" + unit + "-s/t1&from=" + from.minusSeconds(60)
                        + "&to=" + to)
                .get("items")) {
            readings.add(new Reading(
                    Instant.parse(one.get("time").asText()), one.get("value").asDouble()));
        }
        return readings;
    }

    private static Duration hold(ApiClient api, JsonNode place) throws IOException, InterruptedException {
        JsonNode chart = api.get("/api/v1/units/" + place.get("unit").asText() + "/chart?points=10&from="
                + place.get("from").asText() + "&to=" + place.get("to").asText());
        for (JsonNode channel : chart.get("channels")) {
            if (channel.get("channel").asText().equals("t1")) {
                return Duration.ofMillis(Math.round(channel.get("max_hold_s").asDouble() * 1000));
            }
        }
        throw new AssertionError("no channel t1 in " + chart);
    }

    /** Reckoned in the plainest way: each reading stands until the next one, or until its hold is over. */
    private record Told(double known, double warm, double degreeMinutes, double coldest, double warmest) {
        static Told of(List<Reading> readings, Duration hold, Instant from, Instant to) {
            double known = 0;
            double warm = 0;
            double degreeMinutes = 0;
            double coldest = Double.POSITIVE_INFINITY;
            double warmest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < readings.size(); i++) {
                Reading reading = readings.get(i);
                Instant begins = reading.time().isBefore(from) ? from : reading.time();
                Instant next = i + 1 < readings.size() ? readings.get(i + 1).time() : Instant.MAX;
                Instant ends = List.of(next, reading.time().plus(hold), to).stream()
                        .min(Instant::compareTo)
                        .orElseThrow();
                if (!begins.isBefore(ends)) {
                    continue;
                }
                double stood = seconds(begins, ends);
                known += stood;
                coldest = Math.min(coldest, reading.celsius());
                warmest = Math.max(warmest, reading.celsius());
                if (reading.celsius() > WARMEST_CELSIUS) {
                    warm += stood;
                    degreeMinutes += stood / 60 * (reading.celsius() - WARMEST_CELSIUS);
                }
            }
            return new Told(known, warm, degreeMinutes, coldest, warmest);
        }
    }

    // ---- the page

    private static void saysTheSame(Page page, String address, ApiClient api, String id) throws Exception {
        JsonNode sums = api.get("/api/v1/stock/" + id + "/exposure").at("/strands/0/sums");
        page.navigate(address + "/stock/" + id);
        Face.title(page, id).waitFor();
        Locator warm = page.locator(".ledger-figures > div")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText("Too warm", new Page.GetByTextOptions().setExact(true))));
        assertThat(warm.innerText()).contains(words(sums.get("too_warm_s").asDouble()));
        assertThat(page.getByRole(AriaRole.APPLICATION).getAttribute("aria-label"))
                .isNotBlank();
        // Once the chart is drawn it says what it shows.
        page.locator("[role=application][aria-label^='Life of " + id + "']").waitFor();

        Download download =
                page.waitForDownload(() -> Face.button(page, "Download").click());
        assertThat(download.suggestedFilename()).endsWith("exposure.csv");
        List<List<String>> rows = Files.readAllLines(download.path()).stream()
                .map(line -> Arrays.asList(line.split(",", -1)))
                .toList();
        int kind = rows.getFirst().indexOf("row");
        int figure = rows.getFirst().indexOf("too_warm_s");
        Optional<List<String>> sum =
                rows.stream().filter(row -> row.get(kind).equals("sum")).findFirst();
        assertThat(sum)
                .hasValueSatisfying(row -> assertThat(Double.parseDouble(row.get(figure)))
                        .isCloseTo(sums.get("too_warm_s").asDouble(), within(1e-3)));
    }

    /** As the page tells a time below an hour. */
    private static String words(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? whole + " s"
                : whole % 60 == 0 ? whole / 60 + " min" : whole / 60 + " min " + whole % 60 + " s";
    }

    private static void explains(Page page) {
        Face.button(page, "Why: Too warm").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByText("ad-zone-01-s/t1").first().waitFor();
        assertThat(dialog.innerText()).contains("Dock zone 1").contains("reading");
    }

    private static void followsToTheChart(Page page) {
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.LINK).first().click();
        Face.title(page, "Dock zone 1").waitFor();
        assertThat(dialog.count()).isZero();
    }

    // ---- dwell

    /** The incident of the dock on which the delivery waited for longer than it may; it is over, as the delivery was put away. */
    private static String waitedTooLong(ApiClient api, String delivery) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            for (JsonNode one :
                    api.get("/api/v1/incidents?unit=ad-zone-01&limit=100").get("items")) {
                if (one.get("slot").asText().equals("dwell_dock")) {
                    JsonNode incident =
                            api.get("/api/v1/incidents/" + one.get("id").asText());
                    for (JsonNode overstay : incident.get("overstays")) {
                        if (overstay.get("handling_unit").asText().equals(delivery)
                                && !overstay.get("until").isNull()) {
                            assertThat(seconds(
                                            Instant.parse(overstay.get("since").asText()),
                                            Instant.parse(
                                                    overstay.get("over_since").asText())))
                                    .isCloseTo(45, within(NOTHING));
                            assertThat(incident.get("level").asText()).isEqualTo("critical");
                            assertThat(incident.get("decisions")).isEmpty();
                            return incident.get("id").asText();
                        }
                    }
                }
            }
            assertThat(Instant.now()).as("an incident of dwell of %s", delivery).isBefore(deadline);
            Thread.sleep(500);
        }
    }

    private static void showsWhatTheDockCost(Page page, String address, String incident, String delivery) {
        page.navigate(address + "/incidents/" + incident);
        Face.title(page, "Too long on the dock: Dock zone 1").waitFor();
        page.getByText("There for too long").first().waitFor();
        Locator row = page.getByRole(
                        AriaRole.TABLE,
                        new Page.GetByRoleOptions().setName("Handling units that were there for too long"))
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHas(page.getByText(delivery)));
        row.getByText("too warm").first().waitFor();
        assertThat(row.innerText()).contains("1 min 40 s", "at most 80 s on the dock");
    }

    private static void recordsAHandOff(Page page, String address, String delivery, String driver) {
        page.navigate(address + "/stock/" + delivery);
        Face.title(page, delivery).waitFor();
        Face.button(page, "Record a hand-off").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Given by").fill(driver);
        dialog.getByLabel("Taken by").fill("Ana");
        dialog.getByLabel("Temperature of the goods").fill("4,5");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Record"))
                .click();
        page.getByText(driver).first().waitFor();
        page.getByText("4.5 °C").first().waitFor();
    }

    /** Checks it for whom does not see it, and takes its picture. */
    private static void picture(Page page, String name) {
        page.waitForTimeout(400);
        Axe.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(PICTURES.resolve("demo-stock-" + name + ".png")));
    }
}
