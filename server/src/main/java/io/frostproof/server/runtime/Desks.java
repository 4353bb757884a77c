package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.DeskStore;
import io.frostproof.alerts.desk.NoticeTargets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One desk per region, hired when the region first has work. Thread-safe. */
final class Desks implements AutoCloseable {

    private final DeskStore store;
    private final NoticeTargets targets;
    private final InstantSource clock;
    private final Runnable worked;
    private final Map<String, DeskRunner> byRegion = new ConcurrentHashMap<>();
    private volatile boolean paused;

    Desks(DeskStore store, NoticeTargets targets, InstantSource clock, Runnable worked) {
        this.store = store;
        this.targets = targets;
        this.clock = clock;
        this.worked = worked;
    }

    /** There is, or may be, work for this region. */
    void poke(String region) {
        byRegion.computeIfAbsent(
                        region,
                        name -> new DeskRunner(name, new Desk(store, name, targets, clock), worked, () -> paused))
                .poke();
    }

    /** Time has passed: what waits for it may be due. */
    void look() {
        byRegion.values().forEach(DeskRunner::poke);
    }

    /** Waits until all desks have done the work they were told of so far; answers whether they have, each within the time. */
    boolean awaitRest(Duration within) throws InterruptedException {
        for (DeskRunner runner : byRegion.values()) {
            if (!runner.awaitRest(within)) {
                return false;
            }
        }
        return true;
    }

    /** The database is away: no desk begins anything from now on, and none waits for it any longer. Never blocks. */
    void pause() {
        paused = true;
        byRegion.values().forEach(DeskRunner::abandon);
    }

    /** Desks work again. */
    void resume() {
        paused = false;
        byRegion.values().forEach(DeskRunner::poke);
    }

    @Override
    public void close() {
        byRegion.values().forEach(DeskRunner::close);
    }
}
