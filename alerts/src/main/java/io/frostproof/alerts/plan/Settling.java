package io.frostproof.alerts.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When facts that have changed are planned for: once they have stayed the same for {@link #QUIET}, and after {@link #MOST} however they go on changing. What fails together is told one by one, and a plan out of half of it sends goods to where the power fails next.
 *
 * <p>It has no clock of its own: whoever looks says when. A clock that is put back costs no more than a wait from the start. For one thread.
 */
public final class Settling {

    /** A blackout is told by mains, generators and desks of several regions within seconds of each other. */
    public static final Duration QUIET = Duration.ofSeconds(10);

    /** Nobody loads a lorry sooner, and budgets are counted in minutes. */
    public static final Duration MOST = Duration.ofSeconds(30);

    private record Seen(String digest, Instant first, Instant last) {}

    /** Of the facts that no plan was made of yet; null: there are none. */
    private @Nullable Seen seen;

    /**
     * A look found facts that the newest plan was not made of.
     *
     * @param digest of these facts
     * @param now time of the look
     * @return whether it is time to plan for them
     */
    public boolean due(String digest, Instant now) {
        Seen before = seen;
        if (before == null || now.isBefore(before.last())) {
            seen = new Seen(digest, now, now);
            return false;
        }
        if (!digest.equals(before.digest())) {
            seen = new Seen(digest, before.first(), now);
        }
        return left(now).isZero();
    }

    /** The facts are those of the newest plan: one was made of them, or they are again as they were. */
    public void settled() {
        seen = null;
    }

    /** How long until it is time to plan if the facts stay as they are; zero as well when there is nothing to wait for. */
    public Duration left(Instant now) {
        Seen before = seen;
        if (before == null) {
            return Duration.ZERO;
        }
        Duration quiet = QUIET.minus(Duration.between(before.last(), now));
        Duration most = MOST.minus(Duration.between(before.first(), now));
        Duration left = quiet.compareTo(most) < 0 ? quiet : most;
        return left.isNegative() ? Duration.ZERO : left;
    }
}
