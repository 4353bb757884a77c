package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.Mutant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link DetectionChecks} notice when detection is wrong: each mutant is the detection code with one text replaced by another, and some check has
 * to fail for it. A text that is no longer there fails the test too.
 */
class MutantsTest {

    private static final int SEEDS = 400;
    private static final List<String> CHECKS =
            List.of("agreesWithTheDefinitions", "goesOnFromAnySnapshot", "doesNotCareWhenSilenceIsTold");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unknown time counts | LevelTimer | missing ? channelUnknown : gauge.known(state); | missing ? channelUnknown : true;",
                "no gap ends a breach | LevelTimer | > gapLimitMicros() | > Long.MAX_VALUE - 1",
                "a breach ends with its period | LevelTimer | again = running(state); | again = false;",
                "a breach outlives its window | LevelTimer | if (before && !now) { | if (before && !before) {",
                "a sum counts what was in range | LevelTimer | if (counted < delayMicros && running(state) && | if (counted < delayMicros && Boolean.logicalOr(running(state), periodEnd >= 0) &&",
                "the product is twice as fast | ProductTemperature | Math.exp(-lags) | Math.exp(-2 * lags)",
                "windows are a step too short | Buckets | newest - count + 1; | newest - count + 2;",
                "readings weigh the same | MeanKineticGauge | + micros * rate; | + 1e6 * rate;",
                "degrees are netted | DegreeMinutesGauge | if (beyond > 0 && toMicros > from) { | if (toMicros > from) {",
                "every value beyond crosses | CrossingsGauge | if (side == INSIDE) { | if (side != NOWHERE) {",
                "a rest is part of a run | RunGauge | if (!measure.beyond(reading)) { | if (reading > 1e9) {",
                "a run goes on over any gap | RunGauge | if (gapMicros > LevelTimer.SHORTEST_GAP_LIMIT_MICROS) { | if (gapMicros < 0) {",
                "a window that is not filled is known | RunGauge | if (cells[own() + KNOWN] < windowMicros) { | if (cells[own() + KNOWN] < 0) {",
                "a snapshot forgets | Layout | out.writeLong(cells[offset + i]); | out.writeLong(i == 4 ? 0 : cells[offset + i]);",
                "a copy is the original | ChannelMonitor | cells.length == 0 ? cells : cells.clone(); | cells;",
                "a change of rules ends what goes on | Layout | System.arraycopy(cells, slot.offset(), now, same.offset(), slot.cells()); | slot.end(cells, unit, timeMicros, out);",
                "nothing happens while a channel is unknown | ChannelMonitor | layout.happensAt(cells, atMicros, unknown); | layout.happensAt(cells, atMicros, false);",
                "an excursion ends with its worst level | SlotMonitor | compareTo(ended) <= 0 | compareTo(ended) <= -9",
                "what is still so after a gap waits for its delay | SlotMonitor | Level ended = level(state) == null ? before : null; | Level ended = null;",
                "what is still so after a gap holds at its worst | SlotMonitor | takesOver(ended, state); | takesOver(Level.CRITICAL, state);",
                "an excursion begins with its level | SlotMonitor | first = Math.min(first, timer.sinceMicros(state)); | first = timer.sinceMicros(state);",
                "a delay counts from when the product is beyond | LevelTimer | Math.max(0, state[early]); | 0;",
                "air that came back has been beyond all the time | LevelTimer | if (!condition.breaches(gauge.early(state))) { | if (Double.isNaN(gauge.early(state))) {",
                "air before a long gap has been beyond all the time | LevelTimer | if (tooLong && early >= 0) { | if (tooLong && early > 1_000_000) {",
                "a slow probe is where it will be twice as soon | SlowProbe | Math.expm1(-(double) sinceMicros / lagMicros) | Math.expm1(-2.0 * sinceMicros / lagMicros)",
                "every reading of a slow probe counts | SlowProbe | return lagMicros / 2; | return 0;",
                "silence concludes too early | ChannelMonitor | return lastMicros + plan.maxHoldMicros(); | return lastMicros + plan.maxHoldMicros() / 2;",
            })
    void someCheckFailsForEachMutant(String name, String file, String text, String replacement) throws Exception {
        Class<?> checks = Mutant.of("condition/" + file, text, replacement).loadClass(DetectionChecks.class.getName());
        assertThat(failure(checks)).as("checks that fail when " + name).isNotEmpty();
    }

    /** The code as it is passes, or nothing is proven. */
    @ParameterizedTest
    @CsvSource({"LevelTimer", "ChannelMonitor", "Layout"})
    void noCheckFailsForCodeThatIsCompiledAsItIs(String file) throws Exception {
        Class<?> checks = Mutant.of("condition/" + file, "package io.frostproof", "package io.frostproof")
                .loadClass(DetectionChecks.class.getName());
        for (String check : CHECKS) {
            assertThat(fails(checks, check, 0)).as(check).isFalse();
        }
    }

    private static String failure(Class<?> checks) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (String check : CHECKS) {
                if (fails(checks, check, seed)) {
                    return check + " of seed " + seed;
                }
            }
        }
        return "";
    }

    private static boolean fails(Class<?> checks, String check, long seed) throws Exception {
        Method method = checks.getDeclaredMethod(check, long.class);
        method.setAccessible(true);
        try {
            method.invoke(null, seed);
            return false;
        } catch (InvocationTargetException wrong) {
            return true;
        }
    }
}
