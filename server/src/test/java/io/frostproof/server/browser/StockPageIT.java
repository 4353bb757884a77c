package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who orders and picks: what is there too little of, and what is to be used first. */
class StockPageIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);
    private static final Path PICTURES = Path.of("target", "browser");

    @TempDir
    Path folder;

    private static String network() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return """
                frostproof_network: 1
                regions: [{id: north, name: North}]
                nodes:
                  - {id: hub, region: north, name: Harbour Cold Store, kind: cold_store, time_zone: UTC}
                  - {id: shop, region: north, name: Old Town Shop, kind: pop_up, time_zone: UTC}
                units:
                  - {id: room, node: hub, name: Cold room 1, kind: cold_room, profile: who-fridge}
                  - {id: locker, node: hub, name: Locker 2, kind: locker, profile: who-fridge}
                  - {id: fridge, node: shop, name: Fridge, kind: fridge, profile: who-fridge}
                products:
                  - id: flu
                    name: Influenza vaccine, prefilled syringes
                    profile: who-fridge
                    source: Leaflet of the maker
                    value: {amount: 11.20, currency: EUR, per: syringes}
                    handling_risk: high
                    freezes_below: -0.5
                    budgets: [{name: out of refrigeration, above: 8, up_to: 25, time: 72h}]
                    shelf_life: {method: vvm, days: 30}
                  - {id: insulin, name: Insulin pens, profile: who-fridge, value: {amount: 34.5, currency: EUR, per: pens}}
                  - {id: water, name: Water for injection, profile: who-fridge}
                stock_levels:
                  - {node: hub, product: flu, quantity_unit: syringes, reorder_point: 240, safety_stock: 120}
                  - {node: hub, product: insulin, quantity_unit: pens, reorder_point: 100, safety_stock: 40}
                  - {node: shop, product: flu, quantity_unit: syringes, reorder_point: 60, safety_stock: 30}
                lots:
                  - {id: f-over, product: flu, expires: %s}
                  - {id: f-soon, product: flu, expires: %s}
                  - {id: f-late, product: flu, expires: %s}
                  - {id: i-1, product: insulin, expires: %s}
                  - {id: w-1, product: water}
                handling_units:
                  - {id: flu-late, lot: f-late, quantity: 96, quantity_unit: syringes}
                  - {id: flu-second, lot: f-soon, quantity: 36, quantity_unit: syringes}
                  - {id: flu-first, lot: f-soon, quantity: 48, quantity_unit: syringes}
                  - {id: flu-apart, lot: f-soon, quantity: 24, quantity_unit: syringes}
                  - {id: flu-over, lot: f-over, quantity: 12, quantity_unit: syringes}
                  - {id: flu-shop, lot: f-late, quantity: 20, quantity_unit: syringes}
                  - {id: pens, lot: i-1, quantity: 1204, quantity_unit: pens}
                  - {id: water-1, lot: w-1, quantity: 7.5, quantity_unit: boxes}
                movements:
                  - {handling_unit: flu-late, time: 2026-01-01T08:00:00Z, to: room}
                  - {handling_unit: flu-first, time: 2026-01-02T08:00:00Z, to: room}
                  - {handling_unit: flu-second, time: 2026-01-03T08:00:00Z, to: locker}
                  - {handling_unit: flu-apart, time: 2026-01-01T08:00:00Z, to: room}
                  - {handling_unit: flu-over, time: 2026-01-01T08:00:00Z, to: locker}
                  - {handling_unit: flu-shop, time: 2026-01-01T08:00:00Z, to: fridge}
                  - {handling_unit: pens, time: 2026-01-01T08:00:00Z, to: room}
                  - {handling_unit: water-1, time: 2026-01-01T08:00:00Z, to: fridge}
                """.formatted(today.minusDays(3), today.plusDays(4), today.plusDays(90), today.plusDays(40));
    }

    @Test
    void whatIsShortAndWhatIsToBeUsedFirstIsSeen() throws Exception {
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("stock_page");
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.readText("network.yaml", network()));
        }
        try (Connection connection = databases.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("update handling_unit set disposition = 'quarantined' where id = 'flu-apart'");
        }
        try (var broker = MosquittoBroker.start();
                var server = ServerProcess.start(ServerProcess.config(folder, databases, url, broker.uri(), ""))) {
            String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
            String password = found("with the password (\\S+)", server.output());
            try (Tab tab = Browser.shared().open("stock-laptop", Viewport.LAPTOP, Theme.LIGHT)) {
                Page page = tab.page();
                Face.signIn(tab, address, "admin", password);
                page.navigate(address + "/stock");
                orders(page);
                picks(page, address);
            }
            look(address, password, Viewport.LAPTOP, Theme.DARK);
            look(address, password, Viewport.PHONE, Theme.LIGHT);
            look(address, password, Viewport.PHONE, Theme.DARK);
        }
    }

    /** 180 of 240 syringes are available at the hub, 20 of 60 at the shop, where 30 are the safety stock. */
    private static void orders(Page page) throws Exception {
        Locator hub = row(page, "Stock of Harbour Cold Store", "Influenza");
        hub.waitFor(SOON);
        assertThat(hub.innerText())
                .contains(
                        "180 syringes",
                        "Reorder",
                        "24 syringes quarantined",
                        "12 syringes expired",
                        "4 days left",
                        "€2,419");
        assertThat(row(page, "Stock of Old Town Shop", "Influenza").innerText())
                .contains("20 syringes", "Below safety stock", "€224");
        assertThat(row(page, "Stock of Harbour Cold Store", "Insulin").innerText())
                .contains("1204 pens", "Enough", "€41,538");
        assertThat(row(page, "Stock of Old Town Shop", "Water").innerText()).contains("7.5 boxes", "No level set");
        ready(page, "stock-levels-1280-light");

        radio(page, "Below safety stock 1").check();
        row(page, "Stock of Old Town Shop", "Influenza").waitFor(SOON);
        row(page, "Stock of Harbour Cold Store", "Insulin").waitFor(gone());
        assertThat(page.getByRole(AriaRole.TABLE).count()).isEqualTo(1);
        assertThat(page.url()).contains("below=safety_stock");
        var file = page.waitForDownload(() -> Face.link(page, "CSV").click());
        assertThat(Files.readAllLines(file.path())).hasSize(2).last().asString().startsWith("shop,Old Town Shop,flu,");
        Face.button(page, "Clear").click();
        row(page, "Stock of Harbour Cold Store", "Insulin").waitFor(SOON);
    }

    private static void picks(Page page, String address) {
        row(page, "Stock of Harbour Cold Store", "Influenza")
                .getByRole(
                        AriaRole.LINK, new Locator.GetByRoleOptions().setName("Influenza vaccine, prefilled syringes"))
                .click();
        page.getByText("Use in this order").first().waitFor(SOON);
        page.getByText("Out of refrigeration: 3 d above 8 up to 25").waitFor(SOON);
        assertThat(units(page)).containsExactly("flu-first", "flu-second", "flu-late", "flu-apart", "flu-over");
        ready(page, "stock-first-1280-light");

        radio(page, "In 7 days").check();
        page.getByText("flu-late").waitFor(gone());
        page.getByText("flu-first").waitFor(SOON);
        assertThat(units(page)).containsExactly("flu-first", "flu-second", "flu-apart");
        radio(page, "Expired").check();
        page.getByText("flu-first").waitFor(gone());
        page.getByText("flu-over").waitFor(SOON);
        assertThat(units(page)).containsExactly("flu-over");

        radio(page, "Handling units").check();
        page.getByLabel("Go to a handling unit by its id").waitFor(SOON);
        assertThat(page.url()).doesNotContain("state=");
        page.getByText("flu-late").waitFor(SOON);
        ready(page, "stock-units-1280-light");
        // What only handling units are narrowed by asks for these, also without saying so.
        page.navigate(address + "/stock?lot=f-late");
        page.getByText("flu-shop").waitFor(SOON);
        assertThat(units(page)).containsExactly("flu-late", "flu-shop");
        Face.button(page, "All lots").click();
        page.getByText("water-1").waitFor(SOON);
    }

    private void look(String address, String password, Viewport viewport, Theme theme) {
        String name = viewport.width() + "-" + theme.word();
        try (Tab tab = Browser.shared().open("stock-" + name, viewport, theme)) {
            Page page = tab.page();
            Face.signIn(tab, address, "admin", password);
            page.navigate(address + "/stock");
            row(page, "Stock of Old Town Shop", "Influenza").waitFor(SOON);
            ready(page, "stock-levels-" + name);
            page.navigate(address + "/stock?view=first&product=flu");
            page.getByText("Use in this order").first().waitFor(SOON);
            Locator tolerates = page.getByText("Influenza vaccine, prefilled syringes: what it tolerates");
            tolerates.waitFor(SOON);
            ready(page, "stock-first-" + name);
            if (viewport.equals(Viewport.PHONE)) {
                // The list is what a picker came for: the rest is folded where there is little room.
                assertThat(page.getByText("Out of refrigeration").isVisible()).isFalse();
                tolerates.click();
            }
            page.getByText("Out of refrigeration").waitFor(SOON);
        }
    }

    private static Locator row(Page page, String table, String text) {
        return page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName(table))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(text));
    }

    private static Locator radio(Page page, String name) {
        return page.getByRole(
                AriaRole.RADIO, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED)
                .setTimeout(60_000);
    }

    /** The first column of all tables. */
    private static List<String> units(Page page) {
        return page.locator("tbody th a").allInnerTexts();
    }

    private static void ready(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + "-whole.png")));
        Axe.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(name + " fits the window")
                .isEqualTo(0);
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
