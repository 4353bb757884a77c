package io.frostproof.server.score;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.server.score.Matching.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Plays a simulation to a private server and scores what the server said. */
public final class ScoreRun {

    /** Hears how far it is. Called once per step. */
    public interface Progress {
        /** So many of the steps are done. */
        void at(long step, long of);
    }

    /** People decide so often, by simulated time. */
    private static final Duration DECIDE_EVERY = Duration.ofMinutes(15);

    private ScoreRun() {}

    /**
     * Runs.
     *
     * @param folder for the private server's database; made when missing, and of no use afterwards
     * @param step of the server's clock
     * @throws TimeoutException if the server does not come to rest
     */
    public static Score run(Simulated simulated, Path folder, Duration step, Progress progress)
            throws IOException, InterruptedException, TimeoutException {
        long begun = System.nanoTime();
        Simulated.Header header = simulated.header();
        long steps = Math.ceilDiv(header.endMillis() - header.startMillis(), step.toMillis());
        long serverNanos = 0;
        long done = 0;
        long messages = 0;
        try (var server = new SteppedServer(folder, simulated.network(), header.startMillis());
                var ahead = new SimulationAhead(simulated, step.toMillis())) {
            Approvers approvers = server.approvers(simulated.network());
            long decided = header.startMillis();
            for (SimulationAhead.Step next = ahead.next(); next != null; next = ahead.next()) {
                long handed = System.nanoTime();
                server.step(next.untilMillis(), next.messages(), next.moved());
                serverNanos += System.nanoTime() - handed;
                messages += next.messages().size();
                if (next.untilMillis() >= decided + DECIDE_EVERY.toMillis()) {
                    approvers.round(server.now());
                    decided = next.untilMillis();
                }
                progress.at(++done, steps);
            }
            IngestCounters counters = server.counters();
            Map<String, Long> moves = server.movementOutcomes();
            long moved = moves.values().stream().mapToLong(Long::longValue).sum();
            var running = new Score.Running(
                    (System.nanoTime() - begun) / 1e9,
                    ahead.workedNanos() / 1e9,
                    serverNanos / 1e9,
                    counters.commitNanos.sum() / 1e9,
                    server.movingNanos() / 1e9,
                    done,
                    step.toSeconds(),
                    messages,
                    counters.readingsStored.sum(),
                    counters.deadLetters().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    counters.reevaluations.sum(),
                    moved,
                    // What stands where it is at the start is in the network file as well.
                    moved - moves.getOrDefault("Recorded", 0L) - moves.getOrDefault("Known", 0L));
            return score(
                    header,
                    simulated,
                    ahead.truth(),
                    server.handedOver(),
                    server.recorded(header.endMillis()),
                    stock(simulated, ahead.truth(), server, approvers),
                    running);
        }
    }

    /** Null when there never was any. */
    private static @Nullable StockScore stock(
            Simulated simulated, KnownTruth truth, SteppedServer server, Approvers approvers) {
        Whereabouts whereabouts = server.whereabouts();
        if (whereabouts.handlingUnits().isEmpty()) {
            return null;
        }
        long endMillis = simulated.header().endMillis();
        approvers.round(server.now());
        StockScore score = StockScore.of(
                StockTruth.of(truth, whereabouts, simulated.network(), endMillis),
                StockFates.of(whereabouts, server.dispositions(), approvers, simulated.network(), endMillis),
                approvers.approved());
        return score.saying(server.judged(
                score.wrong().stream().map(StockScore.Wrong::handlingUnit).toList()));
    }

    private static Score score(
            Simulated.Header header,
            Simulated simulated,
            KnownTruth truth,
            List<HandedOver> notices,
            List<Recorded> log,
            @Nullable StockScore stock,
            Score.Running running) {
        var network = new WatchedNetwork(simulated.network());
        var tolerances = new Tolerances(header.reportingIntervalSeconds() * 1000);
        TrueEvents events =
                TrueEvents.of(truth, network, new Interval(header.startMillis(), header.endMillis()), tolerances);
        Result result = Matching.of(events, IncidentRun.of(notices, network), log, truth.faults(), network, tolerances);
        var conditions = new ArrayList<Score.OfCondition>();
        for (ScoredCondition condition : ScoredCondition.values()) {
            Numbers numbers = Numbers.of(result.of(condition));
            boolean watched = network.watched(condition) || numbers.pages() > 0;
            if (watched || numbers.allEvents() > 0) {
                conditions.add(new Score.OfCondition(condition, watched, numbers));
            }
        }
        return new Score(
                header.scenario(),
                header.seed(),
                header.units(),
                (header.endMillis() - header.startMillis())
                        / (double) Duration.ofDays(1).toMillis(),
                header.reportingIntervalSeconds(),
                Numbers.of(result),
                conditions,
                result,
                truth.faults(),
                stock,
                running);
    }
}
