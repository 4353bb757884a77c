package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.Map;
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

    private void warm(double fromHour, double toHour) {
        for (double hour = 0; hour <= 40; hour += 0.25) {
            double celsius = hour >= fromHour && hour <= toHour ? 12 : 5;
            truth.add(new TruthRecord.Temperature("fridge", Math.round(hour * HOUR), celsius, celsius));
        }
    }

    private Map<String, StockTruth.Of> became() throws Exception {
        return StockTruth.of(truth, NetworkFile.readText("test", NETWORK), 40 * HOUR);
    }

    @Test
    void whoCameHarmedOrNearlySoIsApart() throws Exception {
        warm(10, 22);
        truth.add(new TruthRecord.Stock("here", "fridge", 0));
        truth.add(new TruthRecord.Harm("here", "fridge", 20 * HOUR, "above 8 Cel for 10h"));
        // Three hours here, after eight on a lorry.
        truth.add(new TruthRecord.Stock("lorry", "fridge", 19 * HOUR));
        truth.add(new TruthRecord.Harm("lorry", "fridge", 21 * HOUR, "above 8 Cel for 10h"));
        // It left, and came back for the rest.
        truth.add(new TruthRecord.Stock("moved", "fridge", 0));
        truth.add(new TruthRecord.Stock("moved", "", 11 * HOUR));
        truth.add(new TruthRecord.Stock("moved", "fridge", 12 * HOUR));
        truth.add(new TruthRecord.Harm("moved", "fridge", 21 * HOUR, "above 8 Cel for 10h"));
        truth.add(new TruthRecord.Stock("well", "fridge", 23 * HOUR));

        assertThat(became())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "here", StockTruth.Of.HARMED,
                        "moved", StockTruth.Of.HARMED,
                        "lorry", StockTruth.Of.HARMED_ON_THE_WAY,
                        "well", StockTruth.Of.SOUND));
    }

    @Test
    void countsWhatTheServerSaysAgainstWhatIsTrue() {
        var truths = Map.of(
                "a", StockTruth.Of.HARMED,
                "b", StockTruth.Of.HARMED,
                "c", StockTruth.Of.HARMED,
                "d", StockTruth.Of.HARMED_ON_THE_WAY,
                "e", StockTruth.Of.SOUND,
                "f", StockTruth.Of.SOUND,
                "g", StockTruth.Of.SOUND,
                "h", StockTruth.Of.SOUND);
        var said = Map.of(
                "a", Soundness.SOUND,
                "b", Soundness.HARMED,
                "c", Soundness.UNKNOWN,
                "d", Soundness.SOUND,
                "e", Soundness.SOUND,
                "f", Soundness.HARMED,
                "g", Soundness.UNKNOWN);

        StockScore score = StockScore.of(truths, said);

        // Of h the server knows nothing, which is not sound either.
        assertThat(score).isEqualTo(new StockScore(8, 3, 1, 1, 1, 4, 1, 2));
        assertThat(score.soundDiscardedShare()).hasValue(0.25);
        assertThat(score.savedPercent()).hasValue(25);
    }

    @Test
    void withoutSoundStockThereIsNoShareOfIt() {
        StockScore score = StockScore.of(Map.of("a", StockTruth.Of.HARMED), Map.of("a", Soundness.HARMED));

        assertThat(score.soundDiscardedShare()).isEmpty();
        assertThat(score.savedPercent()).isEmpty();
    }
}
