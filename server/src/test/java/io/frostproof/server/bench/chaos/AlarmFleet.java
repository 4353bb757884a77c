package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Units that become too warm, one after the other, each once: two good readings, then warm ones each second until well after the alarm is due.
 * Two seconds lie between one unit and the next at most, so that every outage meets some.
 */
final class AlarmFleet implements Fleet {

    private static final long STEP_MILLIS = 1_000;
    private static final int GOOD = 2;
    private static final int WARM = 12;
    private static final long FIRST_MILLIS = 3_000;

    private final List<Unit> units = new ArrayList<>();
    private final PublisherLog log;

    private static final class Unit {
        final String device;
        final long warmMillis;
        int step;

        Unit(String device, long warmMillis) {
            this.device = device;
            this.warmMillis = warmMillis;
        }

        long nextMillis() {
            return warmMillis + (step - GOOD) * STEP_MILLIS;
        }
    }

    AlarmFleet(RunPlan plan, PublisherLog log) {
        this.log = log;
        var random = new Random(plan.seed() ^ 0xa1a2L);
        long room = plan.untilMillis() - plan.startMillis() - FIRST_MILLIS - WARM * STEP_MILLIS;
        for (int i = 0; i < plan.alarms(); i++) {
            long each = room / plan.alarms();
            units.add(new Unit(
                    ChaosWorld.device(ChaosWorld.ALARM, i),
                    plan.startMillis() + FIRST_MILLIS + i * each + random.nextLong(Math.max(1, each))));
        }
    }

    @Override
    public void make(long nowMillis, Waiting waiting, Consumer<Made> out) {
        for (Unit unit : units) {
            while (unit.step < GOOD + WARM && unit.nextMillis() <= nowMillis) {
                long at = unit.nextMillis();
                if (unit.step == GOOD) {
                    log.tooWarm(unit.device, at, at + ChaosWorld.ALARM_DELAY_MILLIS);
                }
                double value = unit.step < GOOD ? 4.0 : ChaosWorld.TOO_WARM + 3;
                var id = new MessageId(1, unit.step);
                List<Made.Value> values = List.of(new Made.Value("t1", at, value));
                out.accept(new Made(
                        unit.device, id, Made.Kind.ALARM, LiveFleet.encode(id, values, Form.JSON), values, 0, 1));
                unit.step++;
            }
        }
    }

    @Override
    public boolean done(long nowMillis) {
        return units.stream().allMatch(unit -> unit.step == GOOD + WARM);
    }
}
