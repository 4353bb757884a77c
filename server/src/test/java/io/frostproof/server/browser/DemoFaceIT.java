package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.frostproof.server.client.ApiClient;
import io.frostproof.server.demo.Demo;
import io.frostproof.server.demo.DemoOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person on duty and the demo: a locker fails before their eyes, and they do what has to be done. */
class DemoFaceIT {

    private static final String LOCKER = "Locker 2";
    /** The demo needs half a minute to the incident on an idle machine; builds keep machines busy. */
    private static final double PATIENCE_MS = 120_000;

    @TempDir
    Path folder;

    @Test
    void aPersonAtADeskSeesALockerFailAndSeesToIt() throws Exception {
        seeToTheLocker("demo-laptop", Viewport.LAPTOP, Theme.DARK);
    }

    @Test
    void aPersonWithAPhoneSeesALockerFailAndSeesToIt() throws Exception {
        seeToTheLocker("demo-phone", Viewport.PHONE, Theme.LIGHT);
    }

    private void seeToTheLocker(String name, Viewport viewport, Theme theme) throws Exception {
        Browser browser = Browser.shared();
        try (var demo = new Demo(line -> {})) {
            demo.start(new DemoOptions(folder.resolve("demo"), true, 0, 0));
            try (Tab tab = browser.open(name, viewport, theme)) {
                Page page = tab.page();
                Face.signIn(tab, demo.address(), "admin", demo.password());
                page.evaluate("window.neverReloaded = true");

                Locator card = Face.link(page, LOCKER).first();
                card.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MS));
                assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
                Axe.check(page);
                fitsTheWindow(page);

                card.click();
                Face.title(page, "Too warm: " + LOCKER).waitFor();
                Face.button(page, "Acknowledge").click();
                Face.button(page, "Give it back").waitFor();
                approve(page);
                Axe.check(page);
                fitsTheWindow(page);
                assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);

                downloadAndCheckTheLog(page);
                Axe.check(page);
                fitsTheWindow(page);
            }
            isOnRecord(demo);
        }
    }

    private static void approve(Page page) {
        Face.button(page, "Approve …").first().click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByRole(AriaRole.HEADING).innerText()).startsWith("Quarantine ");
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Approve").setExact(true))
                .click();
        dialog.waitFor(
                new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        page.getByText("by admin").first().waitFor();
    }

    private static void downloadAndCheckTheLog(Page page) throws Exception {
        Face.link(page, LOCKER).first().click(); // in the crumbs
        Face.title(page, LOCKER).waitFor();
        Face.button(page, "Download").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        Download download = page.waitForDownload(() -> dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Download").setExact(true))
                .click());
        assertThat(download.suggestedFilename()).startsWith("hb-locker-02").endsWith(".csv");
        List<String> lines = Files.readAllLines(download.path());
        assertThat(lines).contains("# frostproof_unit_log: 1", "# unit: hb-locker-02");
        List<String> rows = lines.stream().filter(line -> !line.startsWith("#")).toList();
        assertThat(rows.getFirst()).startsWith("event_time,received_at,unit,device,channel");
        assertThat(rows.size()).isGreaterThan(10);
        assertThat(rows.get(1)).contains(",hb-locker-02,hb-locker-02-s,");
        assertThat(lines.getLast()).isEqualTo("# end: rows " + (rows.size() - 1));
    }

    /** Nothing may hang out at the right: the page would scroll sideways. */
    private static void fitsTheWindow(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
    }

    private static void isOnRecord(Demo demo) throws Exception {
        try (var api = ApiClient.signIn(demo.address(), "admin", demo.password())) {
            assertThat(api.get("/api/v1/decisions?state=approved").get("items"))
                    .singleElement()
                    .satisfies(decision -> {
                        assertThat(decision.get("unit").asText()).isEqualTo("hb-locker-02");
                        assertThat(decision.get("decided_by").asText()).isEqualTo("admin");
                    });
            assertThat(api.get("/api/v1/incidents?unit=hb-locker-02").get("items"))
                    .anySatisfy(incident ->
                            assertThat(incident.get("assignee").asText()).isEqualTo("admin"));
            assertThat(api.get("/api/v1/stock?disposition=quarantined").get("items"))
                    .isNotEmpty();
        }
    }
}
