package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region goes dark at night: people see what moves where and what is lost otherwise, approve some of it and then all, see it told, and take one back. */
class PlanPagesIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);
    private static final Locator.WaitForOptions GONE =
            new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED).setTimeout(60_000);

    @TempDir
    Path folder;

    @Test
    void aPlanIsApprovedInPartThenWholeAndOneDecisionIsTakenBack() throws Exception {
        try (var server = new DarkServer(folder, "plan_pages")) {
            for (String node : List.of("harbour", "quay")) {
                server.tell(
                        "POST",
                        "/api/v1/nodes/" + node + "/state",
                        "{\"state\": \"dark\", \"reason\": \"grid failed\"}");
            }
            JsonNode plan = server.tell("POST", "/api/v1/plans", "{}");
            JsonNode big = transferFrom(plan, "harbour", 2);
            JsonNode small = transferFrom(plan, "quay", 1);
            String left = items(server, big).getLast();

            try (Tab tab = Browser.shared().open("plan-laptop", Viewport.LAPTOP, Theme.LIGHT)) {
                Face.signIn(tab, server.address, "admin", server.password);
                someOfIt(tab.page(), server, big, left);
            }
            List<JsonNode> parts = new ArrayList<>();
            server.get("/api/v1/plans/current").path("decisions").forEach(one -> {
                if (one.path("from_node").asText().equals("harbour")
                        && one.path("lane").equals(big.path("lane"))) {
                    parts.add(one);
                }
            });
            assertThat(parts)
                    .hasSize(2)
                    .allMatch(one -> one.path("state").asText().equals("proposed"));
            assertThat(parts)
                    .filteredOn(one -> one.path("approvals").isEmpty())
                    .singleElement()
                    .satisfies(rest -> assertThat(items(server, rest)).containsExactly(left));

            try (Tab tab = Browser.shared().open("plan-phone", Viewport.PHONE, Theme.DARK)) {
                Face.signIn(tab, server.address, "quinn", DarkServer.QUINN);
                allOfIt(tab.page(), server);
            }
            assertThat(
                            server.number(
                                    "select count(*) from decision where state = 'proposed'"
                                            + " and not exists (select from decision_approval a where a.decision_id = id and a.by = 'quinn')"))
                    .isZero();
            assertThat(server.get("/api/v1/decisions/" + small.path("id").asText())
                            .path("state")
                            .asText())
                    .isEqualTo("approved");

            for (Theme theme : Theme.values()) {
                try (Tab tab = Browser.shared().open("decision-" + theme.word(), Viewport.LAPTOP, theme)) {
                    Face.signIn(tab, server.address, "admin", server.password);
                    tab.page()
                            .navigate(server.address + "/decisions/"
                                    + small.path("id").asText());
                    told(tab.page(), "decision-1280-" + theme.word());
                }
            }
            try (Tab tab = Browser.shared().open("decision-phone", Viewport.PHONE, Theme.LIGHT)) {
                Face.signIn(tab, server.address, "admin", server.password);
                tab.page()
                        .navigate(server.address + "/decisions/"
                                + small.path("id").asText());
                told(tab.page(), "decision-360-light");
                takeBack(tab.page());
            }
            assertThat(server.get("/api/v1/decisions/" + small.path("id").asText())
                            .path("revert_reason")
                            .asText())
                    .isEqualTo("the power is back");
        }
    }

    private static void someOfIt(Page page, DarkServer server, JsonNode big, String left) throws Exception {
        page.navigate(server.address + "/plan");
        page.getByText("wait for approval.").waitFor(SOON);
        assertThat(page.locator(".plan-next").innerText()).contains("The first transport");
        assertThat(page.locator(".plan-totals").innerText()).contains("If nobody acts", "With this plan", "Saved");
        page.getByText("No move planned").waitFor();
        Locator card = card(page, big);
        assertThat(card.innerText())
                .contains("Harbour Cold Store", "leaves", "stored", "lost if nobody acts", "needs 2 people");
        DarkServer.ready(page, "plan-1280-light");

        card.locator(".evidence-toggle").click();
        card.getByLabel("Include " + left).uncheck();
        DarkServer.ready(page, "plan-part-1280-light");
        int rest = big.path("handling_units").asInt() - 1;
        button(card, "Approve " + rest + " …").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByText("1 handling unit left out").waitFor();
        dialog.getByText("It needs 2 people; nothing is done before the other one has said yes.")
                .waitFor();
        assertThat(dialog.innerText()).doesNotContain(left);
        DarkServer.ready(page, "plan-part-dialog-1280-light");
        button(dialog, "Approve").click();
        dialog.waitFor(GONE);
        page.getByText("You have said yes").first().waitFor(SOON);
        page.getByText("approved by admin").first().waitFor(SOON);
        // Who has said yes cannot say it twice, and is told why.
        Locator mine =
                page.locator(".plan-decision").filter(new Locator.FilterOptions().setHasText("approved by admin"));
        assertThat(mine.innerText()).contains("you have approved it; it waits for somebody else");
    }

    private static void allOfIt(Page page, DarkServer server) {
        page.navigate(server.address + "/plan");
        page.getByText("wait for approval.").waitFor(SOON);
        DarkServer.ready(page, "plan-360-dark");
        page.locator(".plan-next button").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByText("Done at once").waitFor();
        DarkServer.ready(page, "plan-whole-dialog-360-dark");
        assertThat(dialog.innerText()).contains("from Harbour Cold Store", "from Quay Pop-up");
        dialog.getByLabel("Reason").fill("what runs out first goes first");
        button(dialog, "Approve").click();
        dialog.waitFor(GONE);
        page.getByText("decisions approved").first().waitFor(SOON);
        page.locator(".plan-decision")
                .filter(new Locator.FilterOptions().setHasText("approved by admin, quinn"))
                .waitFor(SOON);
    }

    private static void told(Page page, String name) {
        Locator actions =
                page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("What the outside was told"));
        actions.getByText("EPCIS event").first().waitFor(SOON);
        actions.getByText("Confirmed").first().waitFor(SOON);
        actions.locator("summary").first().click();
        actions.locator("pre").first().waitFor(SOON);
        assertThat(actions.locator("pre").first().innerText()).contains("ObjectEvent", "urn:frostproof:handling-unit:");
        DarkServer.ready(page, name);
    }

    private static void takeBack(Page page) {
        Face.button(page, "Take back …").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        button(dialog, "Take back").click();
        assertThat(dialog.locator(".field-error").innerText()).isNotBlank();
        dialog.getByLabel("Why?").fill("the power is back");
        button(dialog, "Take back").click();
        dialog.waitFor(GONE);
        page.getByText("Taken back by admin").waitFor(SOON);
        page.getByText("the power is back").first().waitFor(SOON);
        assertThat(Face.button(page, "Take back …").count()).isZero();
        DarkServer.ready(page, "decision-reverted-360-light");
    }

    private static JsonNode transferFrom(JsonNode plan, String node, int persons) {
        for (JsonNode one : plan.path("decisions")) {
            if (one.path("disposition").asText().equals("transfer")
                    && one.path("from_node").asText().equals(node)
                    && one.at("/needs/persons").asInt() == persons
                    && one.path("handling_units").asInt() > 1) {
                return one;
            }
        }
        throw new AssertionError("no transfer from " + node + " by " + persons + " in " + plan);
    }

    private static List<String> items(DarkServer server, JsonNode decision) throws Exception {
        var ids = new ArrayList<String>();
        server.get("/api/v1/decisions/" + decision.path("id").asText())
                .path("items")
                .forEach(item -> ids.add(item.path("handling_unit").asText()));
        return ids;
    }

    private static Locator card(Page page, JsonNode decision) {
        return page.locator(".plan-decision")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(
                                "a[href='/decisions/" + decision.path("id").asText() + "']")));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
