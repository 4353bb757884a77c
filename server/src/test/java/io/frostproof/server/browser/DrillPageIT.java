package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody asks what would be lost if a region, a node or a lane failed now. */
class DrillPageIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);
    private static final String DONE =
            "select (select count(*) from plan) + (select count(*) from decision) + (select count(*) from action)";

    @TempDir
    Path folder;

    @Test
    void whatWouldBeLostIsSeenAndNothingIsDone() throws Exception {
        try (var server = new DarkServer(folder, "drill_page")) {
            long done = server.number(DONE);
            for (Theme theme : Theme.values()) {
                try (Tab tab = Browser.shared().open("drill-laptop-" + theme.word(), Viewport.LAPTOP, theme)) {
                    Face.signIn(tab, server.address, "admin", server.password);
                    scenarios(tab.page(), server.address, theme.word());
                }
                try (Tab tab = Browser.shared().open("drill-phone-" + theme.word(), Viewport.PHONE, theme)) {
                    Face.signIn(tab, server.address, "admin", server.password);
                    tab.page().navigate(server.address + "/drill");
                    region(tab.page());
                    DarkServer.ready(tab.page(), "drill-360-" + theme.word());
                }
            }
            try (Tab tab = Browser.shared().open("drill-wrong", Viewport.LAPTOP, Theme.LIGHT)) {
                Face.signIn(tab, server.address, "admin", server.password);
                wrong(tab, server.address);
            }
            assertThat(server.number(DONE)).isEqualTo(done);
        }
    }

    private static void region(Page page) {
        page.getByText("Choose what fails, and run the drill").waitFor(SOON);
        page.getByLabel("Which").selectOption("coast");
        Face.button(page, "Run the drill").click();
        heading(page, "Region dark: North Coast");
        // Ice cream has nowhere to go, and of cheese nobody knows the value.
        assertThat(row(page, "Cannot be saved in time")).contains("€1,380");
        page.getByText("1 handling unit in none of this").waitFor();
        page.getByText("Keep all doors shut").waitFor();
        page.getByText("Nothing that would have saved more").waitFor();
    }

    private static void scenarios(Page page, String address, String name) {
        page.navigate(address + "/drill");
        DarkServer.ready(page, "drill-empty-1280-" + name);
        region(page);
        DarkServer.ready(page, "drill-1280-" + name);
        choose(page, "Node lost");
        // The report of another thing does not stay behind a choice.
        page.getByText("Choose what fails, and run the drill").waitFor(SOON);
        page.getByLabel("Which").selectOption("quay");
        Face.button(page, "Run the drill").click();
        heading(page, "Node lost: Quay Pop-up · North Coast");
        assertThat(row(page, "Affected")).contains("2", "€1,380");
        choose(page, "Lane closed");
        page.getByLabel("Which").selectOption("quay-inland");
        Face.button(page, "Run the drill").click();
        heading(page, "Lane closed: quay-inland");
        page.getByText("Nothing is at stake.").first().waitFor();
    }

    /** What the page offers is there; somebody else may have taken it out of the network meanwhile. */
    private static void wrong(Tab tab, String address) {
        tab.expect("400 to POST .*/api/v1/drills|status of 400");
        Page page = tab.page();
        page.route(
                "**/api/v1/drills",
                route -> route.resume(new Route.ResumeOptions().setPostData("{\"scenario\": \"region-dark:mars\"}")));
        page.navigate(address + "/drill");
        Face.button(page, "Run the drill").click();
        Locator error = page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("mars"));
        error.waitFor(SOON);
        assertThat(error.innerText())
                .containsOnlyOnce("scenario")
                .contains("there is no region 'mars'", "was “region-dark:mars”");
    }

    private static void choose(Page page, String kind) {
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(kind).setExact(true))
                .check();
    }

    private static void heading(Page page, String beginning) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(beginning).setLevel(2))
                .waitFor(SOON);
    }

    private static String row(Page page, String what) {
        return page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("What happens to the stock"))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(what))
                .innerText();
    }
}
