package io.frostproof.alerts.condition;

import static io.frostproof.alerts.condition.Tries.SECOND;
import static io.frostproof.alerts.condition.Tries.above8;
import static io.frostproof.alerts.condition.Tries.condition;
import static io.frostproof.alerts.condition.Tries.excursions;
import static io.frostproof.alerts.condition.Tries.plan;
import static io.frostproof.alerts.condition.Tries.sayExcursions;
import static io.frostproof.alerts.condition.Tries.segment;
import static io.frostproof.alerts.condition.Tries.series;
import static io.frostproof.alerts.condition.Tries.transitions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelMonitorTest {

    private static final Condition CRITICAL_AFTER_A_MINUTE = above8(Level.CRITICAL, 60);
    private static final ChannelPlan PLAN = plan(100, CRITICAL_AFTER_A_MINUTE);

    private static List<String> say(List<Transition> transitions) {
        return transitions.stream().map(Tries::say).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "just below the delay            | 0:9 59:7                  | ",
                "exactly the delay               | 0:9 60:7                  | critical 0..60 confirmed 60 unknown 0 worst 9.0",
                "confirmed between readings      | 0:9 50:9 90:9 120:7       | critical 0..120 confirmed 60 unknown 0 worst 9.0",
                "one value in range resets       | 0:9 40:9 50:8 55:9 110:9 114:7 | ",
                "and the next breach begins anew | 0:9 50:8 55:9 115:9 130:7 | critical 55..130 confirmed 115 unknown 0 worst 9.0",
                "goes on, worst as of the change | 0:9 50:9.5 90:10          | critical 0.. confirmed 60 unknown 0 worst 9.5",
                "two breaches, each its worst    | 0:12 90:7 100:9 180:7     | critical 0..90 confirmed 60 unknown 0 worst 12.0; critical 100..180 confirmed 160 unknown 0 worst 9.0",
            })
    void confirmsABreachThatLastsAsLongAsItsDelay(String name, String readings, String expected) {
        assertThat(sayExcursions(PLAN, readings)).as(name).isEqualTo(parts(expected));
    }

    @Test
    void aBreachThatWasCriticalAndIsMilderNowIsStillTheSame() {
        // Critical above 12 after two minutes; a warning above 8 takes five.
        ChannelPlan plan =
                plan(600, above8(Level.WARNING, 300), condition(Level.CRITICAL, Operator.ABOVE, 12, 120, 0.5));

        assertThat(sayExcursions(plan, "0:13 60:13 130:9 300:9 420:7"))
                .containsExactly("critical 0..420 confirmed 120 unknown 0 worst 13.0");
        assertThat(sayExcursions(plan, "0:13 60:13 130:9 200:7"))
                .as("also when the milder delay never passes")
                .containsExactly("critical 0..200 confirmed 120 unknown 0 worst 13.0");
    }

    @Test
    void aMilderLevelThatBeganEarlierAndIsConfirmedLaterIsTheSameExcursion() {
        // Critical above 12 after two minutes; a warning above 8 takes ten.
        ChannelPlan plan = plan(600, above8(Level.WARNING, 600), condition(Level.CRITICAL, Operator.ABOVE, 12, 120, 0));

        assertThat(sayExcursions(plan, "0:9 100:13 300:9 500:9 700:9 800:7"))
                .containsExactly("critical 0..800 confirmed 220 unknown 0 worst 13.0");
    }

    @Test
    void aLevelThatAGapEndedLeavesTheExcursionToOneThatSurvivesIt() {
        // A gap of more than half an hour ends the critical breach, and not the warning of two hours, which began with
        // it.
        ChannelPlan plan = plan(100, above8(Level.WARNING, 7200), condition(Level.CRITICAL, Operator.ABOVE, 10, 60, 0));

        assertThat(sayExcursions(plan, "0:11 100:11 3000:9 3100:7"))
                .as("goes on")
                .containsExactly("critical 0..3100 confirmed 60 unknown 2800 worst 11.0");
        assertThat(sayExcursions(plan, "0:11 100:11 3000:7"))
                .as("over, as far as is known")
                .containsExactly("critical 0..200 confirmed 60 unknown 0 worst 11.0");
    }

    private static List<String> parts(String expected) {
        return expected == null ? List.of() : List.of(expected.split("; "));
    }

    @ParameterizedTest
    @CsvSource({
        "ABOVE,8,8.0,false", "ABOVE,8,8.001,true", "AT_OR_ABOVE,8,8.0,true", "AT_OR_ABOVE,8,7.999,false",
        "BELOW,-0.5,-0.5,false", "BELOW,-0.5,-0.501,true", "AT_OR_BELOW,-0.5,-0.5,true",
                "AT_OR_BELOW,-0.5,-0.499,false",
    })
    void readsEachOperatorExactlyAtTheThreshold(Operator operator, double threshold, double value, boolean breaches) {
        var plan = plan(100, condition(Level.CRITICAL, operator, threshold, 0, 0));
        assertThat(transitions(plan, List.of(new Tries.Point(0, value)))).hasSize(breaches ? 1 : 0);
    }

    @Test
    void confirmsAtOnceWithoutADelay() {
        assertThat(say(transitions(plan(100, above8(Level.CRITICAL, 0)), series("0:7 10:9 20:7"))))
                .containsExactly("started critical @10 since 10 worst 9.0", "ended @20 since 10 worst 9.0");
    }

    @ParameterizedTest
    @CsvSource({"ABOVE,8,9,7.6,7.5", "AT_OR_ABOVE,8,9,7.5,7.4", "BELOW,2,1,2.4,2.5", "AT_OR_BELOW,2,1,2.5,2.6"})
    void endsABreachOnlyBeyondTheClearMargin(
            Operator operator, double threshold, double bad, double between, double good) {
        var plan = plan(100, condition(Level.CRITICAL, operator, threshold, 0, 0.5));
        assertThat(sayExcursions(plan, "0:" + bad + " 10:" + between + " 20:" + good))
                .containsExactly("critical 0..20 confirmed 0 unknown 0 worst " + bad);
    }

    @Test
    void grantsTheClearMarginOnlyToAConfirmedBreach() {
        var plan = plan(100, condition(Level.CRITICAL, Operator.ABOVE, 8, 60, 0.5));
        assertThat(sayExcursions(plan, "0:9 50:7.8 70:7.8")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "warning, then critical | 0:9 40:9 60:11 80:9 100:7 | started warning @30 since 0 worst 9.0; level_changed critical @60 since 0 worst 11.0; level_changed warning @80 since 0 worst 11.0; ended @100 since 0 worst 11.0",
                "critical first         | 0:9 10:11 35:9 90:7       | started critical @10 since 0 worst 11.0; level_changed warning @35 since 0 worst 11.0; ended @90 since 0 worst 11.0",
                "critical in a warning that is confirmed later | 0:9 10:11 20:9 40:9 50:7 | started critical @10 since 0 worst 11.0; level_changed warning @20 since 0 worst 11.0; ended @50 since 0 worst 11.0",
                "spikes within one breach | 0:9 5:15 8:9 10:11 12:7 | started critical @5 since 0 worst 15.0; level_changed warning @8 since 0 worst 15.0; level_changed critical @10 since 0 worst 15.0; ended @12 since 0 worst 15.0",
                "each breach its own worst | 0:9 5:15 8:7 10:11 12:7 | started critical @5 since 0 worst 15.0; ended @8 since 0 worst 15.0; started critical @10 since 10 worst 11.0; ended @12 since 10 worst 11.0",
            })
    void holdsASlotAtItsHighestLevel(String name, String readings, String expected) {
        var plan = plan(100, above8(Level.WARNING, 30), condition(Level.CRITICAL, Operator.ABOVE, 10, 0, 0));
        assertThat(say(transitions(plan, series(readings)))).as(name).isEqualTo(parts(expected));
    }

    @Test
    void tellsLevelsOfOneThresholdInTheOrderOfTheirDelays() {
        var plan = plan(1000, above8(Level.WARNING, 30), above8(Level.CRITICAL, 60));
        assertThat(say(transitions(plan, series("0:9 500:9"))))
                .containsExactly(
                        "started warning @30 since 0 worst 9.0", "level_changed critical @60 since 0 worst 9.0");
    }

    @Test
    void becomesUnknownWhenTheHoldIsOverAndKnownWithTheNextReading() {
        assertThat(say(transitions(PLAN, series("0:9 100:9 250:9 300:7"))))
                .containsExactly(
                        "started critical @60 since 0 worst 9.0",
                        "data unknown @200 since 100 worst 9.0",
                        "unknown critical @200 since 0 worst 9.0",
                        "data known @250 since 200 worst 9.0",
                        "known critical @250 since 0 worst 9.0",
                        "ended @300 since 0 worst 9.0");
    }

    @Test
    void isKnownUpToTheVeryEndOfTheHold() {
        assertThat(transitions(PLAN, series("0:5 100:5 200:5"))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Hold 100 s, gap limit half an hour: unknown from 100 or 200 on.
                "unknown time does not count       | 0:9 150:9 699:7         | ",
                "the rest counts on after it       | 0:9 150:9 250:9 350:9 450:9 550:9 650:9 700:7 | critical 0..700 confirmed 650 unknown 50 worst 9.0",
                "a gap of the limit resets nothing | 0:9 1900:9 2000:9 2100:9 2200:9 2300:9 2400:9 2410:7 | critical 0..2410 confirmed 2400 unknown 1800 worst 9.0",
                "a longer one resets               | 0:20 1901:9 2001:9 2101:9 2201:9 2301:9 2401:9 2501:9 2502:7 | critical 1901..2502 confirmed 2501 unknown 0 worst 9.0",
            })
    void letsUnknownTimeNeitherCountNorResetUpToTheGapLimit(String name, String readings, String expected) {
        assertThat(sayExcursions(plan(100, above8(Level.CRITICAL, 600)), readings))
                .as(name)
                .isEqualTo(parts(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "goes on across a gap     | 0:9 100:9 500:9 600:7  | critical 0..600 confirmed 60 unknown 300 worst 9.0",
                "ends when last known     | 0:9 100:9 500:7        | critical 0..200 confirmed 60 unknown 0 worst 9.0",
                "a new one after long     | 0:9 100:20 9000:9      | critical 0..200 confirmed 60 unknown 0 worst 20.0; critical 9000.. confirmed 9000 unknown 0 worst 9.0",
                "which ends as all do     | 0:9 100:20 9000:9 9030:7 | critical 0..200 confirmed 60 unknown 0 worst 20.0; critical 9000..9030 confirmed 9000 unknown 0 worst 9.0",
                "over after a long gap    | 0:9 100:20 9000:7 9100:9 | critical 0..200 confirmed 60 unknown 0 worst 20.0",
                "unknown twice            | 0:9 100:9 250:9 400:9 450:7 | critical 0..450 confirmed 60 unknown 100 worst 9.0",
            })
    void trimsAnExcursionToWhenItWasLastKnown(String name, String readings, String expected) {
        assertThat(sayExcursions(PLAN, readings)).as(name).isEqualTo(parts(expected));
    }

    @Test
    void whatHeldBeforeALongGapAndIsSoAfterItHoldsAtOnceAtNoWorseALevel() {
        Condition warning = above8(Level.WARNING, 60);
        Condition critical = condition(Level.CRITICAL, Operator.ABOVE, 10, 300, 0);

        assertThat(sayExcursions(plan(100, warning, critical), "0:9 100:9 9000:11 9100:11 9200:11 9290:11"))
                .as("worse after it: that has its own delay")
                .endsWith("warning 9000.. confirmed 9000 unknown 0 worst 11.0");
        assertThat(sayExcursions(plan(100, warning, critical), "0:11 100:11 200:11 300:11 9000:9"))
                .as("milder after it")
                .containsExactly(
                        "critical 0..400 confirmed 60 unknown 0 worst 11.0",
                        "warning 9000.. confirmed 9000 unknown 0 worst 9.0");
        assertThat(sayExcursions(plan(100, above8(Level.WARNING, 600)), "0:9 30:9 9000:9 9050:9"))
                .as("not yet confirmed before it")
                .isEmpty();
        assertThat(sayExcursions(
                        plan(100, condition(Level.WARNING, Operator.ABOVE, 8, 60, 1)), "0:9 100:9 9000:7.5 9060:7.5"))
                .as("within the margin is no breach")
                .containsExactly("warning 0..200 confirmed 60 unknown 0 worst 9.0");
    }

    @Test
    void whatHeldBeforeALongGapAndIsSoAfterItEndsAndStartsAtOneInstant() {
        assertThat(say(transitions(PLAN, series("0:9 100:9 9000:8.5"))))
                .containsExactly(
                        "started critical @60 since 0 worst 9.0",
                        "data unknown @200 since 100 worst 9.0",
                        "unknown critical @200 since 0 worst 9.0",
                        "data known @9000 since 200 worst 8.5",
                        "ended @9000 since 0 worst 9.0",
                        "started critical @9000 since 9000 worst 8.5");
    }

    @Test
    void fallsBackToTheLevelWhoseDelaySurvivesTheGap() {
        var plan = plan(100, above8(Level.WARNING, 7200), condition(Level.CRITICAL, Operator.ABOVE, 10, 60, 0));
        var points = new ArrayList<Tries.Point>();
        for (long second = 0; second <= 7300; second += 100) {
            points.add(new Tries.Point(second, 11));
        }
        points.add(new Tries.Point(7400 + 3600, 9));
        assertThat(say(transitions(plan, points)))
                .endsWith(
                        "unknown critical @7400 since 0 worst 11.0",
                        "data known @11000 since 7400 worst 9.0",
                        "level_changed warning @11000 since 0 worst 11.0");
    }

    @Test
    void endsConditionsWithThePlacementAndBeginsAnewInTheNext() {
        var plan = new ChannelPlan(
                1000 * SECOND,
                List.of(
                        segment("u1", 0, 100, CRITICAL_AFTER_A_MINUTE),
                        segment("u2", 100, 400, CRITICAL_AFTER_A_MINUTE)));
        assertThat(excursions(transitions(plan, series("0:9 90:10 110:9 150:9 180:7 190:9"))))
                .extracting(Tries::say)
                .containsExactly(
                        "critical 0..100 confirmed 60 unknown 0 worst 10.0",
                        "u2 critical 110..180 confirmed 170 unknown 0 worst 9.0");
    }

    @Test
    void watchesNothingOutsideOfPlacements() {
        var plan = new ChannelPlan(1000 * SECOND, List.of(segment("u1", 100, 200, CRITICAL_AFTER_A_MINUTE)));
        assertThat(transitions(plan, series("0:9 90:9 200:9 300:9"))).isEmpty();
    }

    @Test
    void confirmsUpToTheEndOfAPlacementAndNotBeyond() {
        assertThat(say(transitions(until(60), series("0:9 500:9"))))
                .containsExactly("started critical @60 since 0 worst 9.0", "ended @60 since 0 worst 9.0");
        assertThat(transitions(until(59), series("0:9 500:9"))).isEmpty();
    }

    private static ChannelPlan until(long second) {
        return new ChannelPlan(1000 * SECOND, List.of(segment("u1", 0, second, CRITICAL_AFTER_A_MINUTE)));
    }

    @Test
    void concludesFromSilenceOnlyAfterTheHold() {
        var out = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(PLAN);
        monitor.accept(0, 9, out::add);
        monitor.silence(100 * SECOND, out::add);
        assertThat(out).isEmpty();
        assertThat(monitor.standsUntilMicros()).isEqualTo(100 * SECOND);

        monitor.silence(100 * SECOND + 1, out::add);
        monitor.silence(900 * SECOND, out::add);

        assertThat(say(out))
                .containsExactly(
                        "started critical @60 since 0 worst 9.0",
                        "data unknown @100 since 0 worst 9.0",
                        "unknown critical @100 since 0 worst 9.0");
        assertThat(monitor.inOrder(100 * SECOND)).isFalse();
        assertThat(monitor.inOrder(100 * SECOND + 1)).isTrue();
    }

    @Test
    void concludesFromSilenceThatAPlacementHasEnded() {
        var out = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(
                new ChannelPlan(100 * SECOND, List.of(segment("u1", 0, 500, CRITICAL_AFTER_A_MINUTE))));
        monitor.accept(0, 9, out::add);
        monitor.silence(200 * SECOND, out::add);
        assertThat(monitor.standsUntilMicros()).isEqualTo(500 * SECOND);

        monitor.silence(600 * SECOND, out::add);

        assertThat(say(out)).endsWith("ended @500 since 0 worst 9.0");
        assertThat(monitor.standsUntilMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(monitor.inOrder(300 * SECOND))
                .as("a reading of the placement whose end is concluded")
                .isFalse();
        assertThat(monitor.inOrder(500 * SECOND)).isTrue();
    }

    @Test
    void refusesAReadingThatIsOutOfOrder() {
        var monitor = new ChannelMonitor(PLAN);
        monitor.accept(10 * SECOND, 5, transition -> {});
        assertThat(monitor.inOrder(10 * SECOND)).isFalse();
        assertThatThrownBy(() -> monitor.accept(10 * SECOND, 5, transition -> {}))
                .hasMessage("reading at 10000000 us is not after 10000000 us");
    }

    /** WHO PQS limits of a vaccine refrigerator, as the built-in profile has them. */
    private static ChannelPlan whoFridge() {
        return plan(1200, condition(Level.CRITICAL, Operator.AT_OR_BELOW, -0.5, 3600, 0));
    }

    @ParameterizedTest(name = "back after {0} s: {1} alarms")
    @CsvSource({"3599,0", "3600,1"})
    void whoFridgeFreezesAfterAnHour(long back, int alarms) {
        var points = steady(-0.6, 0, back, 600);
        points.add(new Tries.Point(back, 4));
        assertThat(excursions(transitions(whoFridge(), points))).hasSize(alarms);
    }

    @ParameterizedTest(name = "{0} degrees until {1} s: {2} alarms")
    @CsvSource({"8.1,35999,0", "8.1,36000,1", "8.0,90000,0"})
    void whoFridgeOverheatsAfterTenHours(double value, long back, int alarms) {
        var points = steady(value, 0, back, 600);
        points.add(new Tries.Point(back, 4));
        assertThat(excursions(transitions(plan(1200, above8(Level.CRITICAL, 36_000)), points)))
                .hasSize(alarms);
    }

    /** A published example of a 30-day logger's manual: it accumulates minutes and raises no single-event alarm. */
    @Test
    void whoFridgeRaisesNothingForManyDipsOfLessThanAnHour() {
        var points = new ArrayList<Tries.Point>();
        for (int dip = 0; dip < 5 * 7; dip++) {
            long begin = dip * 4L * 3600L;
            // 42 min of each 4 h, hence 4.2 h a day and more than the 3.5 h of the example.
            points.addAll(steady(-0.9, begin, begin + 42 * 60, 300));
            points.addAll(steady(3, begin + 42 * 60, begin + 4 * 3600, 300));
        }
        assertThat(transitions(whoFridge(), points)).isEmpty();
    }

    private static List<Tries.Point> steady(double value, long from, long to, long step) {
        var points = new ArrayList<Tries.Point>();
        for (long second = from; second < to; second += step) {
            points.add(new Tries.Point(second, value));
        }
        return points;
    }

    @Test
    void startsASlotAfreshWhenItsRulesHaveChanged() throws IOException {
        var monitor = new ChannelMonitor(PLAN);
        monitor.accept(0, 9, transition -> {});
        ChannelMonitor changed = read(plan(100, above8(Level.CRITICAL, 70)), write(monitor));
        var out = new ArrayList<Transition>();
        changed.accept(50 * SECOND, 9, out::add);
        changed.accept(119 * SECOND, 9, out::add);
        assertThat(out).isEmpty();
        changed.accept(120 * SECOND, 9, out::add);
        assertThat(say(out)).containsExactly("started critical @120 since 50 worst 9.0");
    }

    @Test
    void keepsTheOtherSlotsWhenOneHasChanged() throws IOException {
        Condition cold = new Condition(
                "too_cold",
                Level.WARNING,
                CRITICAL_AFTER_A_MINUTE.quantity(),
                Operator.BELOW,
                2,
                CRITICAL_AFTER_A_MINUTE.delay(),
                0);
        var monitor = new ChannelMonitor(plan(100, CRITICAL_AFTER_A_MINUTE, cold));
        monitor.accept(0, 9, transition -> {});
        ChannelMonitor changed = read(PLAN, write(monitor));
        var out = new ArrayList<Transition>();
        changed.accept(60 * SECOND, 9, out::add);
        assertThat(say(out)).containsExactly("started critical @60 since 0 worst 9.0");
    }

    @Test
    void refusesASnapshotOfAnotherVersion() {
        assertThatThrownBy(() -> read(PLAN, new byte[] {1}))
                .isInstanceOf(IOException.class)
                .hasMessage("snapshot version 1, expected 4");
    }

    static byte[] write(ChannelMonitor monitor) throws IOException {
        var bytes = new ByteArrayOutputStream();
        monitor.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static ChannelMonitor read(ChannelPlan plan, byte[] bytes) throws IOException {
        return ChannelMonitor.read(plan, new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "36000|> 8 °C for 10 h",
                "5400|> 8 °C for 90 min",
                "90|> 8 °C for 90 s",
                "0|> 8 °C",
            })
    void saysARuleInWords(long delay, String expected) {
        assertThat(RuleText.of(above8(Level.CRITICAL, delay))).isEqualTo(expected);
    }

    @Test
    void saysFractionsInWords() {
        Condition condition = new Condition(
                "too_cold",
                Level.WARNING,
                CRITICAL_AFTER_A_MINUTE.quantity(),
                Operator.AT_OR_BELOW,
                -0.5,
                java.time.Duration.ofMillis(500),
                0);
        assertThat(RuleText.of(condition)).isEqualTo("<= -0.5 °C for 0.5 s");
        assertThat(List.of(condition, condition(Level.WARNING, Operator.BELOW, 55 / 1.8, 0, 0)).stream()
                        .map(RuleText::of)
                        .collect(Collectors.toList()))
                .contains("< 30.56 °C");
    }
}
