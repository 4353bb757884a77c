package io.frostproof.server.score;

import io.frostproof.simulator.truth.TruthRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The score of one run.
 *
 * @param units how many there are
 * @param days how long was simulated
 * @param conditions those that had an event or a page, or are watched
 * @param result every event and every page
 * @param faults everything that was wrong
 * @param stock what it says of stock; null when there was none
 * @param running what it took to find out
 */
public record Score(
        String scenario,
        long seed,
        int units,
        double days,
        long reportingIntervalSeconds,
        Numbers all,
        List<OfCondition> conditions,
        Matching.Result result,
        List<TruthRecord.FaultInterval> faults,
        @Nullable StockScore stock,
        Running running) {

    static final double DAYS_OF_MONTH = 30;

    public Score {
        conditions = List.copyOf(conditions);
        faults = List.copyOf(faults);
    }

    /** @param watched whether some rule of the network, or a page that came, shows that the server looks for it */
    record OfCondition(ScoredCondition condition, boolean watched, Numbers numbers) {}

    /**
     * How the run went.
     *
     * @param seconds real time in all
     * @param simulationSeconds real time that the simulation's own thread worked; it runs beside the server
     * @param serverSeconds real time that was spent waiting for the server
     * @param commitSeconds of these, or beside them, in transactions that store messages
     * @param movementSeconds of these in transactions that record movements
     * @param messages that the devices sent
     * @param stored readings
     */
    record Running(
            double seconds,
            double simulationSeconds,
            double serverSeconds,
            double commitSeconds,
            double movementSeconds,
            long steps,
            long stepSeconds,
            long messages,
            long stored,
            long deadLetters,
            long reevaluations,
            long movements,
            long movementsRefused) {}

    double unitMonths() {
        return units * days / DAYS_OF_MONTH;
    }

    double falsePagesPerUnitMonth(Numbers numbers) {
        return numbers.falsePages() / unitMonths();
    }
}
