package io.frostproof.server.http;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.BatchIds;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.ingest.lane.Lane;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.lane.LaneListener;
import io.frostproof.ingest.lane.Lanes;
import io.frostproof.protocol.Receipt;
import io.frostproof.server.live.ChangeFeed;
import io.frostproof.server.live.LiveEvents;
import io.frostproof.server.live.LiveReadings;
import io.frostproof.server.review.Review;
import io.frostproof.store.ChangeLog;
import io.frostproof.store.Database;
import io.frostproof.store.PostgresDeviceDirectory;
import io.frostproof.store.PostgresReadingLog;
import io.frostproof.store.ReviewQueries;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lanes, the feed and what people do with what was set apart, as a running server has them. */
final class WorkParts implements AutoCloseable {

    final PostgresDeviceDirectory directory;
    final LiveReadings readings;
    final ChangeFeed feed;
    final Review review;
    final LiveEvents events;
    final Intake intake;
    /** Whether lanes are full. */
    volatile boolean full;

    private final Lanes lanes;

    WorkParts(Vertx vertx, Database database, IngestCounters counters, InstantSource clock) throws TimeoutException {
        directory = new PostgresDeviceDirectory(database);
        readings = new LiveReadings(directory.all());
        feed = new ChangeFeed(new ChangeLog(database));
        var log = new PostgresReadingLog(database);
        var ids = new BatchIds(database.beginRun("test"));
        var listener = new LaneListener() {
            @Override
            public void workForDesk(String region) {}

            @Override
            public boolean receipt(KnownDevice device, Receipt receipt) {
                return true;
            }

            @Override
            public void stored(List<Reading> stored) {
                readings.stored(stored);
            }
        };
        var keeper = BatchKeeper.withoutSpool(log, counters, listener);
        lanes = new Lanes(
                vertx,
                keeper,
                1,
                directory.all(),
                devices -> new Lane(LaneConfig.DEFAULT, log, keeper, ids, clock, counters, listener, devices));
        lanes.start().await(10, TimeUnit.SECONDS);
        feed.start();
        readings.start();
        intake = new Intake(directory, PlausibleTimes.DEFAULT, clock, counters);
        review =
                new Review(new ReviewQueries(database), intake, directory, lanes::offer, clock, Duration.ofSeconds(10));
        events = new LiveEvents(feed, readings, "1.2.3", clock);
    }

    /** Hands a message to its lane. */
    boolean offer(Inbound message, Duration within) throws InterruptedException {
        return !full && lanes.offer(message, within);
    }

    @Override
    public void close() {
        feed.close();
        readings.close();
        lanes.stop()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
