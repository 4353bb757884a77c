package io.frostproof.server.action;

import io.frostproof.alerts.notify.Outcome;
import io.frostproof.store.ActionQueue.Due;
import io.frostproof.store.SignalOrders;
import java.time.InstantSource;

/**
 * Devices, through the commands that are sent to them over MQTT: a command is put among those of the device, and whoever sends commands sends it, and again at every birth of the device,
 * until it is answered. The answer is followed up in the database. Thread-safe.
 */
final class SignalExecutor implements Executor {

    private final SignalOrders orders;
    private final InstantSource clock;
    private final Runnable ordered;

    /** @param ordered told that a device is to be sent something */
    SignalExecutor(SignalOrders orders, InstantSource clock, Runnable ordered) {
        this.orders = orders;
        this.clock = clock;
        this.ordered = ordered;
    }

    @Override
    public Told tell(Due action) {
        return switch (orders.order(action, clock.instant())) {
            case SignalOrders.Ordered.Asked asked -> {
                ordered.run();
                yield new Told(
                        new Outcome.Accepted("command " + asked.command() + " of the device"), asked.command(), false);
            }
            case SignalOrders.Ordered.Done done ->
                new Told(new Outcome.Accepted("the device has done it"), done.command(), true);
            case SignalOrders.Ordered.Refused refused -> Told.of(new Outcome.Permanent(refused.why()));
        };
    }
}
