package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.network.Network;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.server.score.StockFate.End;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Boxes of vaccine, which may be above 8 °C for ten hours of their life. */
class StockScoreTest {

    private static final long HOUR = 3_600_000;

    private static final String NETWORK = """
            frostproof_network: 1
            regions: [{id: r, name: R}]
            nodes: [{id: n, region: r, name: N, kind: cold_store, time_zone: UTC}]
            units: [{id: fridge, node: n, name: Fridge, kind: freezer, profile: cdc-refrigerator}]
            products:
              - {id: vaccine, name: Vaccine, profile: cdc-refrigerator, band: {max: 8}, budgets: [{name: warm, above: 8, time: 10h}]}
            lots: [{id: lot, product: vaccine}]
            handling_units:
              - {id: here, lot: lot, quantity: 1, quantity_unit: box}
              - {id: moved, lot: lot, quantity: 1, quantity_unit: box}
              - {id: lorry, lot: lot, quantity: 1, quantity_unit: box}
              - {id: well, lot: lot, quantity: 1, quantity_unit: box}
              - {id: never, lot: lot, quantity: 1, quantity_unit: box}
            """;

    private final KnownTruth truth = new KnownTruth();
    private final Whereabouts whereabouts = new Whereabouts();

    private void warm(double fromHour, double toHour) {
        temperatures(fromHour, toHour, 12);
    }

    private void temperatures(double fromHour, double toHour, double airCelsius) {
        for (int minute = 0; minute <= 40 * 60; minute += 5) {
            boolean warm = minute >= fromHour * 60 && minute <= toHour * 60;
            truth.add(new TruthRecord.Temperature("fridge", minute * 60_000L, warm ? airCelsius : 5, warm ? 12 : 5));
        }
    }

    private void moved(String handlingUnit, @Nullable String unit, double hour) {
        whereabouts.moved(new SteppedServer.Moved(handlingUnit, unit, false, Math.round(hour * HOUR)));
    }

    private void harmed(String handlingUnit, double hour) {
        truth.add(new TruthRecord.Harm(handlingUnit, "fridge", Math.round(hour * HOUR), "above 8 Cel for 10h"));
    }

    private StockTruth.Of became(String handlingUnit) throws Exception {
        Network network = NetworkFile.readText("test", NETWORK);
        return Objects.requireNonNull(
                StockTruth.of(truth, whereabouts, network, 40 * HOUR).get(handlingUnit));
    }

    @Test
    void theSimulationSaysWhoIsHarmedAndWhoCameHarmedIsApart() throws Exception {
        warm(10, 22);
        moved("here", "fridge", 0);
        harmed("here", 20);
        // Three hours here, after eight on a lorry.
        moved("lorry", "fridge", 19);
        harmed("lorry", 21);
        // It left, and came back for the rest.
        moved("moved", "fridge", 0);
        moved("moved", null, 11);
        moved("moved", "fridge", 12);
        harmed("moved", 21);
        moved("well", "fridge", 23);

        assertThat(became("here")).isEqualTo(new StockTruth.Of(20 * HOUR, false));
        assertThat(became("lorry")).isEqualTo(new StockTruth.Of(21 * HOUR, true));
        assertThat(became("moved")).isEqualTo(new StockTruth.Of(21 * HOUR, false));
        assertThat(became("well")).isEqualTo(StockTruth.Of.SOUND);
    }

    /** A lorry brought boxes that were warm, into cold air: they, and what stood there, are harmed by what nobody could see. */
    @Test
    void harmByTheHeatThatGoodsBroughtWithThemIsApartUnlessTheAirShowsIt() throws Exception {
        arrived(10);
        temperatures(10, 22, 4);
        moved("here", "fridge", 0);
        harmed("here", 20);
        moved("lorry", "fridge", 10);
        harmed("lorry", 20);
        assertThat(became("here")).isEqualTo(new StockTruth.Of(20 * HOUR, true));
        assertThat(became("lorry")).isEqualTo(new StockTruth.Of(20 * HOUR, true));
    }

    @Test
    void whatComesIntoAirThatIsWarmTooIsHarmedThere() throws Exception {
        arrived(10);
        temperatures(10, 22, 12);
        moved("lorry", "fridge", 10);
        harmed("lorry", 20);
        assertThat(became("lorry")).isEqualTo(new StockTruth.Of(20 * HOUR, false));
    }

    @Test
    void whatGetsWarmWithoutAnyArrivalIsHarmedThere() throws Exception {
        temperatures(10, 22, 4);
        moved("here", "fridge", 0);
        harmed("here", 20);
        assertThat(became("here")).isEqualTo(new StockTruth.Of(20 * HOUR, false));
    }

    private void arrived(double hour) {
        truth.add(new TruthRecord.Stock("lorry", "fridge", Math.round(hour * HOUR)));
    }

    @Test
    void whoWasHeldBackIsHarmedWhereItStayed() throws Exception {
        warm(10, 22);
        // The simulation has it leave at noon; it was held, and is still there.
        moved("here", "fridge", 0);
        whereabouts.stayed("here", 12 * HOUR);
        moved("well", "fridge", 13);
        whereabouts.stayed("well", 14 * HOUR);

        // By straight lines it gets above 8 °C a little before the first point above it.
        assertThat(became("here").harmedMillis()).isCloseTo(20 * HOUR, within(HOUR / 4));
        assertThat(became("well")).isEqualTo(StockTruth.Of.SOUND);
    }

    private static StockFate fate(StockFate.End end, double atHour, Long... taken) {
        return new StockFate(List.of(taken), "fridge", end, Math.round(atHour * HOUR), 10);
    }

    private static final StockTruth.Of HARMED = new StockTruth.Of(20 * HOUR, false);

    private static StockScore score(StockTruth.Of truth, StockFate fate) {
        return StockScore.of(Map.of("it", truth), Map.of("it", fate), Map.of());
    }

    @Test
    void harmedGoodsAreReleasedWhenAnybodyTookOrMayTakeThem() {
        assertThat(score(HARMED, fate(End.AVAILABLE, 40)).harmedReleased()).isEqualTo(1);
        assertThat(score(HARMED, fate(End.USED, 30, 30 * HOUR)).harmedReleased())
                .isEqualTo(1);
        // Somebody took it, and it came back to be discarded.
        assertThat(score(HARMED, fate(End.DISCARDED, 35, 30 * HOUR)).harmedReleased())
                .isEqualTo(1);
        assertThat(score(HARMED, fate(End.HELD, 40)).harmedReleased()).isZero();
        assertThat(score(HARMED, fate(End.HELD, 40)).harmedHeld()).isEqualTo(1);
        assertThat(score(HARMED, fate(End.DISCARDED, 21)).harmedReleased()).isZero();
        // Taken before it came to harm elsewhere.
        assertThat(score(HARMED, fate(End.USED, 19, 19 * HOUR)).harmed()).isZero();
    }

    @Test
    void soundGoodsAreDiscardedWhenTheyWereSoundAtThatTime() {
        StockScore early = score(HARMED, fate(End.DISCARDED, 19));

        assertThat(early.soundDiscarded()).isEqualTo(1);
        assertThat(early.soundDiscardedPercent()).hasValue(100);
        assertThat(early.savedPercent()).hasValue(0);
        assertThat(early.wrong()).extracting(StockScore.Wrong::handlingUnit).containsExactly("it");
        assertThat(score(StockTruth.Of.SOUND, fate(End.HELD, 40)).soundHeld()).isEqualTo(1);
    }

    @Test
    void savedIsWhatSoundPeopleUseOrMay() {
        var truths = new TreeMap<String, StockTruth.Of>();
        var fates = new TreeMap<String, StockFate>();
        for (StockFate.End end : End.values()) {
            truths.put(end + " sound", StockTruth.Of.SOUND);
            fates.put(end + " sound", fate(end, 40));
            truths.put(end + " harmed", HARMED);
            fates.put(end + " harmed", fate(end, 40));
            truths.put(end + " came harmed", new StockTruth.Of(0L, true));
            fates.put(end + " came harmed", fate(end, 40));
        }

        StockScore score = StockScore.of(truths, fates, Map.of());

        // Four harmed and four sound that had not expired, of which two may be used.
        assertThat(score.value()).isEqualTo(80);
        assertThat(score.savedPercent()).hasValue(25);
        assertThat(score.heldValue()).as("one waits for a person").isEqualTo(10);
        assertThat(score.harmedOnTheWay()).isEqualTo(5);
        assertThat(score.expired()).isEqualTo(2);
    }

    @Test
    void withoutSoundStockThereIsNoShareOfIt() {
        assertThat(score(HARMED, fate(End.HELD, 40)).soundDiscardedPercent()).isEmpty();
    }

    @Test
    void whatTheServerDoesNotLetGoStays() {
        moved("here", "fridge", 0);
        whereabouts.stayed("here", 12 * HOUR);

        assertThat(whereabouts.follows("here")).isFalse();
        assertThat(whereabouts.here("here")).isTrue();
        assertThat(whereabouts.lastUnit("here")).isEqualTo("fridge");
        moved("well", "fridge", 0);
        moved("well", null, 5);
        assertThat(whereabouts.here("well")).isFalse();
        assertThat(whereabouts.taken("well")).containsExactly(5 * HOUR);
        assertThat(whereabouts.expired("well")).isFalse();
    }
}
