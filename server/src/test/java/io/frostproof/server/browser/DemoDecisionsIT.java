package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.client.ApiClient;
import io.frostproof.server.demo.Demo;
import io.frostproof.server.demo.DemoOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A failing locker of the demo leads to a quarantine and a dark region to a plan of transfers; a person approves the one, and a part of the other, on the pages. The warehouse system hears of both,
 * signed, and the log of EPCIS events has them.
 */
class DemoDecisionsIT {

    private static final Duration DARK_AFTER = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void whatIsApprovedOnThePageIsToldOutsideAndWhatIsLeftOutIsNot() throws Exception {
        List<String> terminal = new CopyOnWriteArrayList<>();
        try (var demo = new Demo(terminal::add)) {
            demo.start(new DemoOptions(folder.resolve("demo"), true, 0, 0, DARK_AFTER));
            try (var api = ApiClient.signIn(demo.address(), "admin", demo.password());
                    Tab tab = Browser.shared().open("demo-decisions", Viewport.LAPTOP, Theme.LIGHT)) {
                Face.signIn(tab, demo.address(), "admin", demo.password());
                // What was in the locker grows while it is asked: whoever says yes to less is asked again.
                tab.expect("412 to POST .*/approve|status of 412");
                var walk = new DecisionWalk(tab.page(), demo, api, step -> looksWell(tab, step));

                String quarantine = walk.quarantineTheLocker();
                assertThat(terminal)
                        .anyMatch(line -> line.contains("WAREHOUSE is told, signature valid, and confirms: Quarantine ")
                                && line.contains("decided by admin"));
                assertThat(events(api, quarantine)).isNotEmpty().allSatisfy(event -> {
                    assertThat(event.path("bizStep").asText()).isEqualTo("holding");
                    assertThat(event.path("disposition").asText()).isEqualTo("non_sellable_other");
                });

                DecisionWalk.Part part = walk.transferInPart();
                namesWhatCannotBeSaved(api);
                approvedInPart(api, part);
                assertThat(terminal)
                        .anyMatch(line -> line.contains("WAREHOUSE is told, signature valid, and confirms: Transfer "
                                + part.approved().size() + " handling units"))
                        .noneMatch(line -> line.contains("WAREHOUSE refuses"));
            }
        }
    }

    private static void namesWhatCannotBeSaved(ApiClient api) throws Exception {
        JsonNode plan = api.get("/api/v1/plans/current");
        assertThat(plan.at("/totals/moved").asInt()).isPositive();
        assertThat(plan.at("/totals/cannot_be_saved").asInt()).isPositive();
    }

    private static void approvedInPart(ApiClient api, DecisionWalk.Part part) throws Exception {
        JsonNode approved = api.get("/api/v1/decisions/" + part.decision());
        assertThat(approved.get("state").asText()).isEqualTo("approved");
        assertThat(names(approved.get("items"))).containsExactlyInAnyOrderElementsOf(part.approved());
        assertThat(api.get("/api/v1/decisions?state=proposed&limit=200").get("items"))
                .anySatisfy(rest -> {
                    assertThat(rest.get("part_of").asText()).isEqualTo(part.decision());
                    assertThat(rest.get("disposition").asText()).isEqualTo("transfer");
                });

        JsonNode calls = api.get("/api/v1/actions?kind=webhook&decision=" + part.decision())
                .get("items");
        assertThat(calls).hasSize(1);
        JsonNode call = api.get("/api/v1/actions/" + calls.get(0).get("id").asText());
        assertThat(call.get("state").asText()).isEqualTo("confirmed");
        assertThat(names(call.at("/payload/handling_units"))).containsExactlyInAnyOrderElementsOf(part.approved());

        List<JsonNode> events = events(api, part.decision());
        var shipped = new ArrayList<String>();
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(event.path("bizStep").asText()).isEqualTo("shipping");
            assertThat(event.path("disposition").asText()).isEqualTo("in_transit");
        });
        events.forEach(event -> event.path("epcList").forEach(epc -> shipped.add(epc.asText())));
        events.forEach(event -> event.path("quantityList")
                .forEach(one -> shipped.add(one.path("epcClass").asText())));
        assertThat(shipped)
                .containsExactlyInAnyOrderElementsOf(part.approved().stream()
                        .map(id -> "urn:frostproof:handling-unit:" + id)
                        .toList());
    }

    private static List<String> names(JsonNode goods) {
        var names = new ArrayList<String>();
        goods.forEach(one -> names.add(one.get("handling_unit").asText()));
        return names;
    }

    /** Of our own log, those of a decision. */
    private static List<JsonNode> events(ApiClient api, String decision) throws Exception {
        var events = new ArrayList<JsonNode>();
        for (JsonNode event :
                api.get("/api/v1/epcis/events?perPage=1000").at("/epcisBody/queryResults/resultsBody/eventList")) {
            if (event.path("frostproof:decision").asText().contains(decision)) {
                events.add(event);
            }
        }
        return events;
    }

    private static void looksWell(Tab tab, String step) {
        Axe.check(tab.page());
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what hangs out at the right at step %s", step)
                .isEqualTo(0);
    }
}
