package io.frostproof.server.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.frostproof.server.client.ApiClient;
import io.frostproof.server.demo.Demo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a person on duty does with the decisions of the demo, step by step: a test asks what came of it, and docs/walk-through.md shows its pictures. {@code look} is called at each step with
 * its name.
 */
record DecisionWalk(Page page, Demo demo, ApiClient api, Consumer<String> look) {

    /** The story itself needs two minutes; builds keep machines busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** It takes a second; the same goes for it. */
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(2);

    private static final double ASKED_AGAIN_WITHIN_MS = 3_000;

    private static final int LEFT_OUT = 2;
    /** Units that warm one after the other change the plan until all have; what it says for so long stays. */
    private static final Duration SETTLED = Duration.ofSeconds(25);
    /** More are worth a picture. */
    private static final int FEW = 6;

    private static final Set<String> DARK = Set.of("valley-cold-store", "meadow-pharmacy", "millpark-office");
    private static final String LOCKER = "hb-locker-02";

    /** A decision that was approved in part. */
    record Part(String decision, List<String> approved, List<String> leftOut) {}

    /** Waits for the locker to fail, approves its quarantine, and sees who was told; answers the decision. */
    String quarantineTheLocker() throws IOException, InterruptedException {
        String id = proposed(one -> one.path("unit").asText().equals(LOCKER))
                .get("id")
                .asText();
        open("/decisions/" + id);
        Face.button(page, "Approve …").waitFor();
        look.accept("quarantine");
        Face.button(page, "Approve …").click();
        approve();
        told();
        page.getByText("Told to the outside").evaluate("title => title.closest('section, .card').scrollIntoView()");
        look.accept("quarantine-told");
        return id;
    }

    /** Waits for the region to go dark, approves the transfer of most goods of a decision, and sees who was told. */
    Part transferInPart() throws IOException, InterruptedException {
        JsonNode transfer = proposed(one -> one.path("disposition").asText().equals("transfer")
                && DARK.contains(one.path("from_node").asText())
                && one.path("handling_units").asInt() > FEW
                && Instant.parse(one.path("proposed_at").asText())
                        .isBefore(Instant.now().minus(SETTLED))
                && one.at("/needs/persons").asInt() == 1);
        String id = transfer.get("id").asText();
        open("/plan");
        Locator card = page.locator("li.plan-decision")
                .filter(new Locator.FilterOptions().setHas(page.locator("a[href='/decisions/" + id + "']")));
        card.waitFor();
        look.accept("plan");
        card.locator(".evidence-toggle").click();
        Locator goods = card.getByRole(AriaRole.CHECKBOX);
        goods.first().waitFor();
        var approved = new ArrayList<String>();
        var leftOut = new ArrayList<String>();
        for (int i = 0; i < goods.count(); i++) {
            String name =
                    String.valueOf(goods.nth(i).getAttribute("aria-label")).replace("Include ", "");
            if (i < LEFT_OUT) {
                goods.nth(i).uncheck();
                leftOut.add(name);
            } else {
                approved.add(name);
            }
        }
        card.evaluate("card => card.scrollIntoView()");
        look.accept("part");
        card.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions()
                                .setName("Approve " + approved.size() + " …")
                                .setExact(true))
                .click();
        page.getByRole(AriaRole.DIALOG).getByText("2 handling units left out").waitFor();
        look.accept("part-asked");
        approve();
        open("/decisions/" + id);
        told();
        page.getByText("What was sent").first().click();
        page.locator(".payload").first().evaluate("sent => sent.closest('section, .card').scrollIntoView()");
        look.accept("part-told");
        return new Part(id, approved, leftOut);
    }

    private void open(String path) {
        page.navigate(demo.address() + path);
        page.locator("main h1").first().waitFor();
    }

    /** In the dialog that asks; when the facts have grown meanwhile it asks again. */
    private void approve() {
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        do {
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Approve").setExact(true))
                    .click();
            dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            page.waitForTimeout(ASKED_AGAIN_WITHIN_MS);
        } while (dialog.count() > 0);
    }

    /** Until the page says that the warehouse has confirmed, and that the event is in the log. */
    private void told() {
        for (String who : List.of("Webhook", "EPCIS event")) {
            page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("What the outside was told"))
                    .getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText(who))
                    .filter(new Locator.FilterOptions().setHasText("Confirmed"))
                    .first()
                    .waitFor(new Locator.WaitForOptions().setTimeout((double) TOLD_WITHIN.toMillis()));
        }
    }

    /** The first such decision that waits, once there is one. */
    private JsonNode proposed(Predicate<JsonNode> which) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            for (JsonNode one :
                    api.get("/api/v1/decisions?state=proposed&limit=200").get("items")) {
                if (which.test(one)) {
                    return one;
                }
            }
            Thread.sleep(500);
        }
        throw new AssertionError("no such decision within " + PATIENCE);
    }
}
