package io.frostproof.server.bench.chaos;

import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Brings a plan's faults about and heals them: one thread for each part, so that faults of different parts overlap. */
final class Injector {

    private static final long KILL_WITHIN_MILLIS = 3_000;

    /** What faults are done to. */
    record Parts(
            SupervisedServer server,
            TestDatabase database,
            MosquittoBroker broker,
            TcpProxy deviceLink,
            TcpProxy brokerLink,
            TcpProxy databaseLink,
            SpoolDisk disk) {}

    private final Parts parts;
    private final FaultLog log;
    private final Consumer<String> say;
    private final long startMillis;
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    Injector(Parts parts, FaultLog log, long startMillis, Consumer<String> say) {
        this.parts = parts;
        this.log = log;
        this.startMillis = startMillis;
        this.say = say;
    }

    void start(FaultPlan plan) {
        for (FaultKind.Part part : FaultKind.Part.values()) {
            List<FaultPlan.Fault> faults = plan.of(part);
            threads.add(Thread.ofPlatform().daemon().name("faults-" + part).start(() -> bring(faults)));
        }
    }

    /** Returns when all faults have been and are healed. */
    List<String> await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (troubles) {
            return List.copyOf(troubles);
        }
    }

    private void bring(List<FaultPlan.Fault> faults) {
        for (FaultPlan.Fault fault : faults) {
            try {
                long wait = startMillis + fault.atMillis() - System.currentTimeMillis();
                if (wait > 0) {
                    TimeUnit.MILLISECONDS.sleep(wait);
                }
                bring(fault);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                say.accept("fault " + fault + " could not be brought about: " + e);
                synchronized (troubles) {
                    troubles.add(fault + ": " + e);
                }
            }
        }
    }

    private void bring(FaultPlan.Fault fault) throws IOException, InterruptedException {
        say.accept(fault.kind().word() + (fault.lastsMillis() == 0 ? "" : " for " + fault.lastsMillis() + " ms"));
        long lasts = fault.lastsMillis();
        if (fault.kind() == FaultKind.SERVER_KILL) {
            // It may be between two lives just now.
            long giveUp = System.currentTimeMillis() + KILL_WITHIN_MILLIS;
            while (!parts.server().kill() && System.currentTimeMillis() < giveUp) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return;
        }
        if (fault.kind() == FaultKind.DISK_FULL && !parts.disk().canBeFilled()) {
            return;
        }
        int number = log.begin(fault.kind());
        try {
            switch (fault.kind()) {
                case DATABASE_STOP -> away(parts.database()::stop, lasts, parts.database()::restart);
                case DATABASE_KILL -> away(parts.database()::kill9, lasts, parts.database()::restart);
                case DATABASE_FREEZE -> away(parts.database()::pause, lasts, parts.database()::resume);
                case BROKER_KILL -> away(parts.broker()::kill9, lasts, parts.broker()::restart);
                case DEVICE_LINK_CUT -> link(parts.deviceLink(), TcpProxy.State.CUT, lasts);
                case DEVICE_LINK_HELD -> link(parts.deviceLink(), TcpProxy.State.HELD, lasts);
                case DEVICE_LINK_SLOW -> link(parts.deviceLink(), TcpProxy.State.SLOW, lasts);
                case BROKER_LINK_CUT -> link(parts.brokerLink(), TcpProxy.State.CUT, lasts);
                case BROKER_LINK_HELD -> link(parts.brokerLink(), TcpProxy.State.HELD, lasts);
                case BROKER_LINK_SLOW -> link(parts.brokerLink(), TcpProxy.State.SLOW, lasts);
                case DATABASE_LINK_CUT -> link(parts.databaseLink(), TcpProxy.State.CUT, lasts);
                case DATABASE_LINK_HELD -> link(parts.databaseLink(), TcpProxy.State.HELD, lasts);
                case DATABASE_LINK_SLOW -> link(parts.databaseLink(), TcpProxy.State.SLOW, lasts);
                case DISK_FULL -> away(() -> unchecked(parts.disk()::fill), lasts, () -> unchecked(parts.disk()::free));
                case SERVER_KILL -> throw new IllegalStateException("done above");
            }
        } finally {
            log.end(number);
        }
    }

    private static void away(Runnable begin, long lastsMillis, Runnable end) throws InterruptedException {
        try {
            begin.run();
            new CountDownLatch(1).await(lastsMillis, TimeUnit.MILLISECONDS);
        } finally {
            end.run();
        }
    }

    private static void link(TcpProxy link, TcpProxy.State state, long lastsMillis) throws InterruptedException {
        away(() -> link.become(state), lastsMillis, () -> link.become(TcpProxy.State.OPEN));
    }

    private interface OnDisk {
        void act() throws IOException;
    }

    private static void unchecked(OnDisk what) {
        try {
            what.act();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
