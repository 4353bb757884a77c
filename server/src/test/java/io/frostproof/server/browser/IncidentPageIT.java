package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
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
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.store.PostgresDeskStore;
import io.frostproof.store.PostgresDeviceDirectory;
import io.frostproof.store.PostgresReadingLog;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at the pages of a power cut: seven units of three nodes, mains of the first have come and gone, and its air is warm by now. */
class IncidentPageIT {

    private static final Path PICTURES = Path.of("target", "browser");
    private static final int UNITS = 7;

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(25));
    private final Map<String, Integer> channels = new HashMap<>();
    private long batch;

    private Network network() {
        var mains = new Condition("mains_lost", Level.WARNING, Quantity.MAINS, Operator.BELOW, 1, Duration.ZERO, 0);
        var warm = new Condition("too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ZERO, 0);
        var nodes = new ArrayList<Node>();
        var units = new ArrayList<Unit>();
        var devices = new ArrayList<Device>();
        for (int n = 0; n < UNITS; n++) {
            String node = "node-" + n / 3;
            if (n % 3 == 0) {
                nodes.add(new Node(node, "north", "Node " + n / 3, NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo")));
            }
            String unit = "fridge-" + n;
            units.add(new Unit(unit, node, "Fridge " + n, UnitKind.FRIDGE, "fridge"));
            var placed = List.of(new Placement(unit, begin.minus(Duration.ofDays(1)), null));
            devices.add(new Device(
                    "meter-" + n,
                    node,
                    Duration.ofMinutes(1),
                    List.of(
                            new Channel("mains", Quantity.MAINS, MeasureUnit.ONE, Duration.ofMinutes(2), placed),
                            new Channel(
                                    "air", Quantity.TEMPERATURE, MeasureUnit.CELSIUS, Duration.ofMinutes(2), placed))));
        }
        return new Network(
                List.of(new Region("north", "North")),
                nodes,
                List.of(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(mains, warm), "invented")),
                units,
                devices,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private void powerCut(Database database) {
        new NetworkImporter(database).run(network());
        for (KnownDevice device : new PostgresDeviceDirectory(database).all()) {
            device.channels().forEach((name, channel) -> channels.put(device.id() + "/" + name, channel.id()));
        }
        var log = new PostgresReadingLog(database);
        for (int unit = 0; unit < UNITS; unit++) {
            conclude(log, unit, "mains", "mains_lost", Transition.Kind.STARTED, unit * 20);
        }
        for (int seconds : new int[] {300, 420}) {
            conclude(log, 0, "mains", "mains_lost", Transition.Kind.ENDED, seconds);
            conclude(log, 0, "mains", "mains_lost", Transition.Kind.STARTED, seconds + 60);
        }
        conclude(log, 2, "mains", "mains_lost", Transition.Kind.ENDED, 600);
        conclude(log, 0, "air", "too_warm", Transition.Kind.STARTED, 900);
        var desk = new Desk(
                new PostgresDeskStore(database),
                "north",
                new NoticeTargets(List.of(), List.of()),
                InstantSource.system());
        while (desk.work()) {
            // until nothing waits
        }
    }

    private void conclude(
            PostgresReadingLog log, int unit, String channel, String slot, Transition.Kind kind, int seconds) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, begin.plusSeconds(seconds));
        int id = Objects.requireNonNull(channels.get("meter-" + unit + "/" + channel));
        var transition = new Transition(
                slot,
                "fridge-" + unit,
                kind,
                kind == Transition.Kind.STARTED ? Level.WARNING : null,
                micros,
                micros,
                channel.equals("air") ? 9.5 : 0);
        log.commit(new Batch(
                ++batch,
                Instant.now(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Batch.ChannelTransitions(id, "north", List.of(transition))),
                List.of(),
                Map.of(),
                Set.of()));
    }

    @Test
    void aPowerCutIsOneEventWithItsUnits(@TempDir Path folder) throws Exception {
        Browser browser = Browser.shared();
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("incident_page");
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))) {
            powerCut(database);
        }
        try (var broker = MosquittoBroker.start();
                var server = ServerProcess.start(ServerProcess.config(folder, databases, url, broker.uri(), ""))) {
            String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
            String password = found("with the password (\\S+)", server.output());
            look(browser, address, password, Viewport.LAPTOP, Theme.LIGHT, false);
            look(browser, address, password, Viewport.PHONE, Theme.DARK, true);
        }
    }

    private static void look(
            Browser browser, String address, String password, Viewport viewport, Theme theme, boolean acts)
            throws Exception {
        String name = "-" + viewport.width() + "-" + theme.word();
        try (Tab tab = browser.open("incident" + name, viewport, theme)) {
            Page page = tab.page();
            Face.signIn(tab, address, "admin", password);
            page.navigate(address + "/incidents");
            page.getByText("and 6 more incidents of one event").first().waitFor();
            assertThat(page.getByText("opened 3 times").first().isVisible()).isTrue();
            checked(page, "incidents" + name);

            Locator lead = page.getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("more incidents of one event"));
            lead.getByRole(AriaRole.LINK).first().click();
            page.getByText("7 units").first().waitFor();
            assertThat(page.getByText("of 3 nodes").first().isVisible()).isTrue();
            checked(page, "event" + name);
            if (acts) {
                Face.button(page, "Acknowledge").click();
                Face.button(page, "Give it back").waitFor();
            }
            Face.link(page, "Fridge 4").first().click();
            page.getByText("Part of an event that").waitFor();
            if (acts) {
                page.getByText("admin acknowledged it").first().waitFor();
                assertThat(page.getByText("with the event that it is part of")
                                .first()
                                .isVisible())
                        .isTrue();
            }
            checked(page, "member" + name);

            page.navigate(address + "/incidents");
            page.getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("Too warm"))
                    .getByRole(AriaRole.LINK)
                    .first()
                    .click();
            page.getByText("Mains are away at this node").waitFor();
            checked(page, "warm" + name);
        }
    }

    private static void checked(Page page, String name) throws Exception {
        Axe.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + "-whole.png")));
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
