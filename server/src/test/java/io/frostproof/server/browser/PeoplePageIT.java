package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three in the morning: a probe says that a fridge is warm, and somebody with a phone sees to it with few taps. */
class PeoplePageIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);
    private static final Path PICTURES = Path.of("target", "browser");

    /** Warm for the last half of four hours. */
    private static final int MINUTES = 240;

    private final Instant begin = Instant.now().minus(Duration.ofHours(4));

    @TempDir
    Path folder;

    private Network network() {
        var warm = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(5), 0.5);
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(warm), "test")),
                List.of(new Unit("fridge-1", "hub", "Fridge 1", UnitKind.FRIDGE, "fridge")),
                List.of(new Device(
                        "probe-1",
                        "hub",
                        Duration.ofMinutes(1),
                        List.of(new Channel(
                                "t1",
                                Quantity.TEMPERATURE,
                                MeasureUnit.CELSIUS,
                                Duration.ofHours(1),
                                List.of(new Placement("fridge-1", begin, null)))))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void aPersonAtNightTakesSnoozesAndClosesAnIncidentWithFewTaps() throws Exception {
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("people_page");
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))) {
            new NetworkImporter(database).run(network());
        }
        try (var broker = MosquittoBroker.start();
                var server = ServerProcess.start(ServerProcess.config(folder, databases, url, broker.uri(), ""))) {
            String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
            String password = found("with the password (\\S+)", server.output());
            measure(address, password);
            try (Tab tab = Browser.shared().open("people-phone", Viewport.PHONE, Theme.DARK)) {
                Page page = tab.page();
                Face.signIn(tab, address, "admin", password);
                Face.link(page, "Fridge 1").first().waitFor(SOON);
                Face.link(page, "Fridge 1").first().click();
                takes(page);
                snoozes(page);
                seesIt(page, address);
            }
            try (Tab tab = Browser.shared().open("people-laptop", Viewport.LAPTOP, Theme.LIGHT)) {
                Page page = tab.page();
                Face.signIn(tab, address, "admin", password);
                Face.link(page, "Fridge 1").first().click();
                byKeyboard(page);
                closes(page, "people-died-1280");
                trustsAgain(page, address);
            }
        }
    }

    private static void takes(Page page) {
        Face.title(page, "Too warm: Fridge 1").waitFor(SOON);
        ready(page, "incident-open-360");
        Face.button(page, "Acknowledge").click();
        Face.button(page, "Give it back").waitFor(SOON);
    }

    private static void snoozes(Page page) {
        Face.button(page, "Snooze …").click();
        page.getByRole(AriaRole.DIALOG).waitFor();
        ready(page, "people-snooze-360");
        Face.button(page, "Somebody is on the way").click();
        page.getByText("1 h left,").or(page.getByText("59 min left,")).first().waitFor(SOON);
        page.getByText("Somebody is on the way").first().waitFor(SOON);
        ready(page, "people-snoozed-360");
    }

    private static void seesIt(Page page, String address) {
        page.navigate(address + "/");
        page.getByText("Snoozed, ").first().waitFor(SOON);
        ready(page, "people-overview-360");
        page.navigate(address + "/incidents");
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Mine"))
                .check();
        page.getByText("You have it").first().waitFor(SOON);
        page.getByText("Snoozed, ").first().waitFor(SOON);
        assertThat(page.url()).contains("who=me");
        ready(page, "people-incidents-360");
    }

    /** Nothing but keys. */
    private static void byKeyboard(Page page) {
        Face.title(page, "Too warm: Fridge 1").waitFor(SOON);
        ready(page, "people-snoozed-1280");
        Face.button(page, "Wake it").focus();
        page.keyboard().press("Enter");
        page.getByText("woke it").waitFor(SOON);
        Face.button(page, "Snooze …").focus();
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.DIALOG).waitFor();
        ready(page, "people-snooze-1280");
        page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("1 h").setExact(true))
                .focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.getByText("3 h 59 min left").first().waitFor(SOON);
        Face.button(page, "Assign …").click();
        page.getByRole(AriaRole.DIALOG).getByText("User name").waitFor();
        ready(page, "people-assign-1280");
        page.keyboard().press("Escape");
    }

    private static void closes(Page page, String name) {
        Face.button(page, "Sensor died …").click();
        page.getByRole(AriaRole.DIALOG).waitFor();
        ready(page, name);
        Face.button(page, "Probe is broken").click();
        Face.button(page, "Close it").click();
        page.getByText("closed it: the sensor died").waitFor(SOON);
        page.getByText("Taken back: nobody trusts those readings").waitFor(SOON);
        ready(page, "people-closed-1280");
    }

    private static void trustsAgain(Page page, String address) {
        page.navigate(address + "/units/fridge-1");
        page.getByText("Nobody trusts what its probes say").waitFor(SOON);
        page.locator("canvas").first().waitFor(SOON);
        ready(page, "people-unit-1280");
        page.navigate(address + "/devices/probe-1");
        Face.button(page, "Trusted again …").waitFor(SOON);
        ready(page, "people-device-1280");
        page.setViewportSize(Viewport.PHONE.width(), Viewport.PHONE.height());
        ready(page, "people-device-360");
        Face.button(page, "Trusted again …").click();
        Face.button(page, "Probe was replaced").click();
        Face.button(page, "Trust it").click();
        Face.button(page, "Do not trust it …").waitFor(SOON);
        page.getByText("Was not trusted before").waitFor(SOON);
    }

    private static void ready(Page page, String name) {
        Axe.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(name + " fits the window")
                .isEqualTo(0);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + "-whole.png")));
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    private void measure(String address, String password) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> session = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/api/v1/session"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"user\": \"admin\", \"password\": \"" + password + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String token = found("\"token\":\"([^\"]+)\"", session.body());
            int each = 60;
            for (int from = 0; from < MINUTES; from += each) {
                String readings = IntStream.range(from, from + each)
                        .mapToObj(minute -> "{\"ch\": \"t1\", \"t\": "
                                + begin.plus(Duration.ofMinutes(minute)).toEpochMilli() + ", \"v\": "
                                + (minute < MINUTES / 2 ? 4.5 : 11) + "}")
                        .collect(Collectors.joining(","));
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(address + "/api/v1/telemetry?node=hub&device=probe-1"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString("{\"boot\": 1, \"seq\": " + (1 + from / each)
                                        + ", \"readings\": [" + readings + "]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
        }
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
