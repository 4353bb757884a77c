package io.frostproof.alerts.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.drill.DrillReport.MissingFallback;
import io.frostproof.alerts.drill.DrillReport.MissingFallback.Kind;
import io.frostproof.alerts.drill.DrillReport.Tally;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.OpenOrder;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.Supply;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.alerts.plan.solve.PriceSolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two boxes of milk at a dairy in the north; a store in the south that can take one of them. Figures by hand. */
class DrillTest {

    private static final long MINUTE = 60_000_000;
    private static final long NOW = 30_000_000 * MINUTE;

    private List<Capacity> room = List.of(Capacity.always("chilled", 100));
    private List<Span> dockHours = Site.ALWAYS;
    private Set<String> authorisations = Set.of();
    private Set<String> needs = Set.of();
    private Map<String, List<String>> fallbacks = Map.of();
    private Lane.State state = Lane.State.OPEN;
    private boolean connected = true;
    private int transit = 30;
    private Set<String> keeps = Set.of("chilled");
    private @Nullable Long laneLitres;
    private final List<Supply> supplies = new ArrayList<>();
    private final List<OpenOrder> orders = new ArrayList<>();

    private DrillFacts facts() {
        var sites = List.of(
                site("dairy", "north", List.of(), Site.ALWAYS, Set.of()),
                site("store", "south", room, dockHours, authorisations));
        var lanes = new ArrayList<Lane>();
        lanes.add(lane("store", "dairy", Lane.State.OPEN, 30, null));
        if (connected) {
            lanes.add(lane("dairy", "store", state, transit, laneLitres));
        }
        var present = new Situation(
                NOW,
                List.of(new TemperatureClass("chilled", 2, 8)),
                sites,
                lanes,
                List.of(new ProductNeeds("milk", 0, 10, needs)),
                fallbacks,
                List.of(),
                supplies,
                orders);
        return new DrillFacts(
                present,
                List.of(box("box-1", 1_000), box("box-2", 400)),
                List.of(
                        new Runbook("b-dairy", "node", "dairy", List.of("Call the caretaker")),
                        new Runbook("a-north", "region", "north", List.of("Ask the grid", "Seal the doors")),
                        new Runbook("south", "region", "south", List.of("Not this one"))),
                "EUR",
                3);
    }

    private static Site site(
            String node, String region, List<Capacity> room, List<Span> dockHours, Set<String> authorisations) {
        return new Site(
                node, region, false, room, dockHours, Duration.ofMinutes(10), true, null, authorisations, 0, 0.1);
    }

    private Lane lane(String from, String to, Lane.State state, int minutes, @Nullable Long litres) {
        return new Lane(
                from + "." + to,
                from,
                to,
                "carrier",
                state,
                Duration.ofMinutes(minutes),
                1,
                1,
                Duration.ofMinutes(10),
                keeps,
                5,
                0,
                litres);
    }

    /** 60 litres, an hour of holdover, an hour of budget; nobody knows of a repair. */
    private static WellUnit box(String id, double value) {
        return new WellUnit(
                id,
                "lot",
                "milk",
                60,
                value,
                "dairy",
                "dairy-room",
                null,
                null,
                NOW,
                false,
                new Judgement(Soundness.SOUND, "disposition-1", List.of(), null),
                Duration.ofMinutes(60),
                Duration.ofMinutes(60),
                1,
                1,
                null);
    }

    private DrillReport run(String name) {
        DrillFacts facts = facts();
        return new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.usual(), () -> 0)
                .run(facts, Scenario.read(name, null, facts));
    }

    private static MissingFallback only(DrillReport report) {
        assertThat(report.missing()).hasSize(1);
        return report.missing().getFirst();
    }

    @Test
    void theDearerBoxIsMovedTheOtherIsLostAndTwentyLitresMoreWouldHaveSavedIt() {
        DrillReport report = run("region-dark");

        assertThat(report.scenario().name()).isEqualTo("region-dark:north");
        assertThat(report.goods().affected()).isEqualTo(new Tally(2, 120, 1_400));
        assertThat(report.goods().atRisk()).isEqualTo(new Tally(2, 120, 1_400));
        assertThat(report.goods().moved()).isEqualTo(new Tally(1, 60, 1_000));
        assertThat(report.goods().lost()).isEqualTo(new Tally(1, 60, 400));
        assertThat(report.goods().held()).isEqualTo(Tally.NONE);
        assertThat(report.unplannable()).isEqualTo(3);
        // 5 for the box, 60 litres at 0.1.
        assertThat(report.cost()).isCloseTo(11, within(1e-9));
        assertThat(report.expectedLoss()).isCloseTo(411, within(1e-9));
        assertThat(report.expectedLossIfLeft()).isCloseTo(1_400, within(1e-9));
        assertThat(report.greedyLoss()).isCloseTo(411, within(1e-9));
        MissingFallback missing = only(report);
        assertThat(missing.kind()).isEqualTo(Kind.ROOM);
        assertThat(missing.about()).isEqualTo("store");
        assertThat(missing.detail()).isEqualTo("chilled");
        assertThat(missing.amount()).isEqualTo(20);
        assertThat(missing.handlingUnits()).isEqualTo(1);
        assertThat(missing.litres()).isEqualTo(60);
        assertThat(missing.saves()).isCloseTo(389, within(1e-9));
    }

    @Test
    void peopleApproveEachDecisionAndGoThroughTheRunbooksOfWhatIsLost() {
        DrillReport.Steps steps = run("region-dark:north").steps();

        assertThat(steps.decisions())
                .containsExactly(
                        new DrillReport.Decisions("hold", 1, 1, 1), new DrillReport.Decisions("transfer", 1, 1, 1));
        assertThat(steps.runbook()).extracting(Runbook::id).containsExactly("a-north", "b-dairy");
        assertThat(steps.count()).isEqualTo(5);
        assertThat(run("node-lost:dairy").steps().runbook())
                .extracting(Runbook::id)
                .containsExactly("b-dairy");
    }

    @Test
    void aRoomThatIsFilledToTheBrimIsTold() {
        room = List.of(Capacity.always("chilled", 61));

        assertThat(run("region-dark").full()).containsExactly(new DrillReport.FullRoom("store", "chilled", 61, 1));
        room = List.of(Capacity.always("chilled", 70));
        assertThat(run("region-dark").full()).isEmpty();
    }

    @Test
    void aClassThatANodeDoesNotHaveIsMissingRoom() {
        room = List.of();

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.ROOM);
        assertThat(missing.amount()).isEqualTo(120);
        assertThat(missing.saves()).isCloseTo(1_400 - 22, within(1e-9));
    }

    @Test
    void aClosedLaneIsMissing() {
        state = Lane.State.CLOSED;
        room = List.of(Capacity.always("chilled", 1_000));

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.LANE_OPEN);
        assertThat(missing.about()).isEqualTo("dairy.store");
        assertThat(missing.handlingUnits()).isEqualTo(2);
    }

    @Test
    void aLaneThatThereIsNoneOfIsMissing() {
        connected = false;

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.LANE);
        assertThat(missing.about()).isEqualTo("dairy");
        assertThat(missing.detail()).isEqualTo("store");
        assertThat(missing.amount()).isEqualTo(30);
        assertThat(missing.litres()).isEqualTo(60);
    }

    @Test
    void anAuthorisationIsMissing() {
        needs = Set.of("narcotics", "blood");
        authorisations = Set.of("blood");

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.AUTHORISATION);
        assertThat(missing.about()).isEqualTo("store");
        assertThat(missing.detail()).isEqualTo("narcotics");
    }

    @Test
    void aFallbackIsMissing() {
        fallbacks = Map.of("north", List.of());

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.FALLBACK);
        assertThat(missing.about()).isEqualTo("store");
        assertThat(missing.detail()).isEqualTo("north");
    }

    @Test
    void roomOnALaneIsMissing() {
        laneLitres = 70L;
        room = List.of(Capacity.always("chilled", 1_000));

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.LANE_ROOM);
        assertThat(missing.about()).isEqualTo("dairy.store");
        assertThat(missing.amount()).isEqualTo(50);
    }

    @Test
    void aVehicleThatKeepsItsClassWaitsAtAClosedDock() {
        dockHours = List.of(new Span(NOW + 600 * MINUTE, NOW + 900 * MINUTE));
        room = List.of(Capacity.always("chilled", 1_000));

        DrillReport report = run("region-dark");

        assertThat(report.missing()).isEmpty();
        assertThat(report.goods().moved().handlingUnits()).isEqualTo(2);
    }

    @Test
    void aDockThatIsClosedIsMissingWhereTheVehicleKeepsNothing() {
        dockHours = List.of(new Span(NOW + 600 * MINUTE, NOW + 900 * MINUTE));
        room = List.of(Capacity.always("chilled", 1_000));
        keeps = Set.of();

        MissingFallback missing = only(run("region-dark"));

        assertThat(missing.kind()).isEqualTo(Kind.DOCK_HOURS);
        assertThat(missing.about()).isEqualTo("store");
    }

    @Test
    void aLaneThatIsTooSlowIsTold() {
        room = List.of(Capacity.always("chilled", 1_000));
        keeps = Set.of();
        transit = 120;

        MissingFallback missing = only(run("region-dark"));

        // 60 minutes of budget under way, of which 10 are for unloading, and something has to be left.
        assertThat(missing.kind()).isEqualTo(Kind.TRANSIT);
        assertThat(missing.about()).isEqualTo("dairy.store");
        assertThat(missing.amount()).isEqualTo(71);
    }

    @Test
    void whereThereIsRoomForAllNothingIsMissing() {
        room = List.of(Capacity.always("chilled", 1_000));

        DrillReport report = run("region-dark");

        assertThat(report.missing()).isEmpty();
        assertThat(report.goods().lost()).isEqualTo(Tally.NONE);
    }

    @Test
    void aLaneThatClosesMovesOrdersAndNoStockAtRest() {
        supplies.add(new Supply("dairy", "milk", 10));
        supplies.add(new Supply("store", "milk", 5));
        orders.add(new OpenOrder("one", "milk", 5, "dairy", "store", NOW + 300 * MINUTE, NOW, 500));
        orders.add(new OpenOrder("two", "milk", 5, "dairy", "store", NOW + 300 * MINUTE, NOW, 100));

        DrillReport report = run("lane-closed:dairy.store");

        assertThat(report.goods().affected()).isEqualTo(Tally.NONE);
        assertThat(report.orders().open()).isEqualTo(2);
        assertThat(report.orders().missed()).isEqualTo(1);
        assertThat(report.orders().missedBefore()).isZero();
        assertThat(report.orders().expectedLoss()).isCloseTo(100, within(1e-9));
    }

    @Test
    void whoCanWaitForALaneToOpenAgainDoes() {
        supplies.add(new Supply("dairy", "milk", 10));
        orders.add(new OpenOrder("one", "milk", 5, "dairy", "store", NOW + 300 * MINUTE, NOW, 500));
        DrillFacts facts = facts();
        var drill = new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.usual(), () -> 0);

        for (int minutes : List.of(240, 270)) {
            Scenario scenario = Scenario.read("lane-closed:dairy.store", Duration.ofMinutes(minutes), facts);
            // 30 under way and 10 to unload.
            assertThat(drill.run(facts, scenario).orders().missed()).isEqualTo(minutes == 240 ? 0 : 1);
        }
    }

    @Test
    void howLongItTakesIsReadFromTheClockThatIsGiven() {
        var nanos = new long[] {0};
        DrillFacts facts = facts();
        var drill =
                new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.usual(), () -> nanos[0] += 1_500_000_000);

        assertThat(drill.run(facts, Scenario.read("region-dark", null, facts)).planSeconds())
                .isEqualTo(1.5);
    }

    @Test
    void whatIsReadAsIfAllWasDarkIsWhatADrillBeginsWith() {
        DrillFacts facts = facts();
        Situation dark =
                Disrupted.of(facts, Scenario.read("region-dark", null, facts)).goods();

        assertThat(DrillFacts.of(facts.present(), dark, facts.runbooks(), "EUR", 3))
                .isEqualTo(facts);
        assertThat(DrillFacts.of(dark, dark, facts.runbooks(), "EUR", 3).well()).isEmpty();
    }

    @Test
    void whatSomethingIsTheMatterWithAlreadyKeepsItsOwnFacts() {
        DrillFacts before = facts();
        Situation dark =
                Disrupted.of(before, Scenario.read("region-dark", null, before)).goods();
        var facts = new DrillFacts(
                Changes.units(before.present(), dark.units().subList(0, 1)),
                before.well().subList(1, 2),
                List.of(),
                "EUR",
                0);

        Situation again = Disrupted.of(facts, Scenario.read("region-dark", Duration.ofHours(1), facts))
                .goods();

        assertThat(again.units().getFirst()).isEqualTo(dark.units().getFirst());
        assertThat(again.units().getLast().rundown().meanRepair()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aNameThatIsNoneSaysWhatWasExpected() {
        DrillFacts facts = facts();

        assertThatThrownBy(() -> Scenario.read("flood", null, facts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'flood'")
                .hasMessageContaining("node-lost, lane-closed or region-dark");
        assertThatThrownBy(() -> Scenario.read("node-lost:mars", null, facts))
                .hasMessage(
                        "scenario was 'node-lost:mars', expected node-lost:ID with the id of a node; there is no node 'mars'");
        assertThatThrownBy(() -> Scenario.read("region-dark", Duration.ZERO, facts))
                .hasMessageContaining("lasts must be longer than 0");
    }
}
