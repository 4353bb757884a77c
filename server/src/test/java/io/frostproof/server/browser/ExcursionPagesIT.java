package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pages say of excursions: of the product beside the air, of what late readings corrected and took back, and of time of which nobody knows
 * anything. Three fridges: one whose door was left open, one whose logger sent half of its readings hours later, one that fell silent while too
 * warm.
 */
class ExcursionPagesIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);
    private static final Path PICTURES = Path.of("target", "browser");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String NETWORK = """
            frostproof_network: 1
            regions: [{id: north, name: The North}]
            nodes: [{id: nh, region: north, name: North Harbour, kind: cold_store, time_zone: Europe/Lisbon}]
            profiles:
              - id: dairy
                name: Dairy
                source: Delivery terms of the dairy
                band: {min: 2, max: 8}
                conditions:
                  - {slot: too_warm, level: warning, measure: product, operator: ">", threshold: 8, delay: 5m, clear_margin: 0.3}
                  - {slot: too_warm, level: critical, measure: product, operator: ">", threshold: 8, delay: 40m, clear_margin: 0.3}
                  - {slot: air_warm, level: warning, operator: ">", threshold: 8, delay: 30m, clear_margin: 0.3}
            rules:
              - product: milk
                source: House rule for milk
                conditions:
                  - {slot: too_cold, level: critical, measure: product, operator: "<", threshold: 1, delay: 10m}
            products: [{id: milk, name: Milk, profile: dairy}]
            units:
              - {id: fr-1, node: nh, name: Open fridge, kind: fridge, profile: dairy, product_lag: 1h, keeps: [milk]}
              - {id: fr-2, node: nh, name: Late fridge, kind: fridge, profile: dairy, product_lag: 30m}
              - {id: fr-3, node: nh, name: Silent fridge, kind: fridge, profile: dairy, product_lag: 20m}
            devices:
              - id: d1
                node: nh
                report_interval: 1m
                channels:
                  - {id: t1, quantity: temperature, max_hold: 10m, calibration_due: 2024-01-31, placements: [{unit: fr-1, from: 2026-01-01T00:00:00Z}]}
                  - {id: door, quantity: door, max_hold: 10m, placements: [{unit: fr-1, from: 2026-01-01T00:00:00Z}]}
              - id: d2
                node: nh
                report_interval: 1h
                channels: [{id: t1, quantity: temperature, max_hold: 2h, placements: [{unit: fr-2, from: 2026-01-01T00:00:00Z}]}]
              - id: d3
                node: nh
                report_interval: 1m
                channels: [{id: t1, quantity: temperature, max_hold: 10m, placements: [{unit: fr-3, from: 2026-01-01T00:00:00Z}]}]
            """;

    /** m: minutes before now. Every minute of 12 h; a defrost each four hours; the door open from 5 h to 150 min ago, not heard for 25 min of that. */
    private static final String READINGS = """
            select make_room_for_readings(now() - interval '1 day', now() + interval '1 day');
            create function at_minutes(m double precision) returns timestamptz language sql as
                $$ select date_trunc('minute', now()) - m * interval '1 minute' $$;
            insert into reading
            select c.id, at_minutes(m), 0, 0, at_minutes(m) + interval '1 second', 7, 1, 1
            from channel c, generate_series(0, 720) m where c.device_id = 'd1' and c.name = 't1' and not m between 215 and 240;
            update reading r set value = round((4.4 + 0.6 * sin(x.m / 17.0) + case when x.m between 150 and 300 then 10 - 6 * exp(-(300 - x.m) / 20.0)
                    when x.m % 240 between 60 and 72 then 5.5 else 0 end)::numeric, 2)
            from (select s.time, extract(epoch from at_minutes(0) - s.time)::int / 60 as m from reading s) x where x.time = r.time;
            insert into reading
            select c.id, at_minutes(m), case when m between 150 and 300 then 1 else 0 end, 0, at_minutes(m) + interval '1 second', 7, 1, 1
            from channel c, generate_series(0, 720, 5) m where c.device_id = 'd1' and c.name = 'door' and not m between 215 and 240;
            insert into reading
            select c.id, at_minutes(v.m), v.value, 0, at_minutes(v.m) + interval '1 second', 7, 1, 1
            from channel c, (values (480, 5), (420, 5), (360, 9.6), (300, 5), (240, 5), (180, 9.8), (120, 5), (60, 5), (0, 5)) v (m, value)
            where c.device_id = 'd2';
            insert into reading
            select c.id, at_minutes(m), case when m > 180 then 5 else 11 end, 0, at_minutes(m) + interval '1 second', 7, 1, 1
            from channel c, generate_series(60, 720) m where c.device_id = 'd3';
            insert into channel_dirty select c.id, at_minutes(1000) from channel c
            """;

    private static final String HANGS_OUT = """
            [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
                .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 60)).slice(-5).join(' | ')""";

    /** One reading after each of the two warm ones: the first was a moment only, the second lasted for 40 min. */
    private static final String LATE = """
            insert into reading
            select c.id, at_minutes(v.m), 5, 0, now(), 7, 2, 1 from channel c, (values (355), (140)) v (m) where c.device_id = 'd2';
            insert into channel_dirty select c.id, at_minutes(1000) from channel c where c.device_id = 'd2'
            """;

    @TempDir
    Path folder;

    @Test
    void pagesShowWhatWasKnownWhenAndWhatNobodyKnows() throws Exception {
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("excursion_pages");
        Path network = Files.writeString(folder.resolve("network.yaml"), NETWORK);
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.read(network));
        }
        try (var broker = MosquittoBroker.start();
                Connection connection = databases.connect(url);
                Statement sql = connection.createStatement()) {
            Path config = ServerProcess.config(folder, databases, url, broker.uri(), "");
            sql.execute(READINGS);
            String password;
            try (var server = ServerProcess.start(config)) {
                password = found("with the password (\\S+)", server.output());
                until(sql, """
                        (select count(*) from incident where unit_id = 'fr-2') = 2
                        and (select count(*) from incident where unit_id in ('fr-1', 'fr-3') and slot = 'too_warm') = 2
                        """);
            }
            sql.execute(LATE);
            try (var server = ServerProcess.start(config)) {
                String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
                until(sql, "exists (select from incident where state = 'retracted')");
                String retracted = one(sql, "select id::text from incident where state = 'retracted'");
                String warm = one(sql, "select id::text from incident where unit_id = 'fr-1' and slot = 'too_warm'");
                String silent = one(sql, "select id::text from incident where unit_id = 'fr-3' and slot = 'too_warm'");
                for (Viewport viewport : new Viewport[] {Viewport.LAPTOP, Viewport.PHONE}) {
                    Theme theme = viewport.equals(Viewport.LAPTOP) ? Theme.LIGHT : Theme.DARK;
                    String name = "excursions-" + viewport.width();
                    try (Tab tab = Browser.shared().open(name, viewport, theme)) {
                        Page page = tab.page();
                        Face.signIn(tab, address, "admin", password);
                        page.locator(".incident").first().waitFor(SOON);
                        whole(page, name + "-overview");

                        page.navigate(address + "/units/fr-1");
                        says(page, "worst product 1");
                        says(page, "Product, reckoned");
                        says(page, "was due 31 Jan 2024");
                        says(page, "for milk");
                        says(page, "of it unknown");
                        whole(page, name + "-unit-product");

                        page.navigate(address + "/units/fr-2");
                        says(page, "One that late readings took back");
                        says(page, "; corrected ");
                        whole(page, name + "-unit-late");

                        page.navigate(address + "/units/fr-3");
                        says(page, "no data since");
                        whole(page, name + "-unit-silent");

                        page.navigate(address + "/incidents/" + warm);
                        says(page, "Product, worst");
                        says(page, "Air now");
                        whole(page, name + "-incident-product");

                        page.navigate(address + "/incidents/" + retracted);
                        says(page, "What came in later shows that nothing was wrong.");
                        says(page, "Thought to begin");
                        says(page, "Taken back: late readings show that there was nothing");
                        whole(page, name + "-incident-retracted");

                        page.navigate(address + "/incidents/" + silent);
                        says(page, "Whether it goes on is not known.");
                        says(page, "Last known");
                        whole(page, name + "-incident-silent");
                    }
                }
            }
        }
    }

    private static void says(Page page, String text) {
        page.getByText(text).first().waitFor(SOON);
    }

    /** Checks it for whom does not see it, and takes its picture. */
    private static void whole(Page page, String name) {
        page.waitForTimeout(400);
        Axe.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what hangs out of %s: %s", name, page.evaluate(HANGS_OUT))
                .isEqualTo(0);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }

    private static void until(Statement sql, String condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!one(sql, "select (" + condition + ")::text").equals("true")) {
            assertThat(Instant.now()).as(condition).isBefore(deadline);
            Thread.sleep(200);
        }
    }

    private static String one(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            assertThat(row.next()).as(query).isTrue();
            return row.getString(1);
        }
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
