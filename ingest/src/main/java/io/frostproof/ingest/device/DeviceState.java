package io.frostproof.ingest.device;

import io.frostproof.ingest.device.Said.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device by its own word. What is null it has not said yet. A pure state machine: {@link #after}.
 *
 * @param since server time of the last change of presence, boot or connection
 * @param heardAt server time of the last status that counted
 * @param binary whether its last message was a binary frame
 * @param config version of the configuration in force
 * @param nextDueAt when it said it would be back, or report, at the latest
 * @param abilities words of commands beyond the usual ones that it carries out
 * @param ignored the newest status that was too old to count, wills aside; null: none since the last one that counted
 */
public record DeviceState(
        Presence presence,
        Instant since,
        Instant heardAt,
        long boot,
        long conn,
        boolean binary,
        @Nullable Long seq,
        @Nullable String clock,
        @Nullable Long kept,
        @Nullable Long oldestBoot,
        @Nullable Long oldestSeq,
        @Nullable Long lost,
        @Nullable Long config,
        @Nullable Integer reportS,
        @Nullable Integer sampleS,
        @Nullable Instant nextDueAt,
        @Nullable String model,
        @Nullable String firmware,
        @Nullable Integer battery,
        @Nullable Integer rssi,
        Set<String> abilities,
        List<SentUnit> channels,
        @Nullable Ignored ignored) {

    public DeviceState {
        abilities = Set.copyOf(abilities);
        channels = List.copyOf(channels);
    }

    /** A status that was older than what was known. */
    public record Ignored(Instant at, long boot, long conn) {}

    /**
     * One step.
     *
     * @param counted whether the status was new enough to count
     * @param birth whether it began a connection: what the device has not answered is to be sent again
     * @param event whether it belongs into the history of the device
     */
    public record Step(DeviceState state, boolean counted, boolean birth, boolean event) {}

    /**
     * Takes a status. It counts when its (boot, conn) is at least that of the last one that counted, so that a late will does not bury a
     * newer connection.
     *
     * @param before null: nothing is known of the device
     * @param binary whether it came as a binary frame
     * @param at server time of its reception
     */
    public static Step after(@Nullable DeviceState before, Status status, boolean binary, Instant at) {
        if (before == null) {
            return new Step(first(status, binary, at), true, status.presence() != Presence.LOST, true);
        }
        int order = compare(status, before);
        if (order < 0) {
            boolean will = status.presence() == Presence.LOST;
            return new Step(
                    will ? before : before.with(new Ignored(at, status.boot(), status.conn())), false, false, false);
        }
        boolean there = status.presence() == Presence.ONLINE || status.presence() == Presence.SLEEPING;
        boolean was = before.presence == Presence.ONLINE || before.presence == Presence.SLEEPING;
        boolean rebooted = status.boot() > before.boot;
        boolean changed = order > 0 || status.presence() != before.presence;
        // A nap is none: a device that sleeps between reports connects every few minutes.
        boolean nap = there
                && was
                && !rebooted
                && (status.presence() == Presence.SLEEPING || before.presence == Presence.SLEEPING);
        return new Step(
                before.taking(status, binary, at, changed, rebooted), true, there && order > 0, changed && !nap);
    }

    private static int compare(Status status, DeviceState before) {
        int boots = Long.compare(status.boot(), before.boot);
        return boots != 0 ? boots : Long.compare(status.conn(), before.conn);
    }

    private static DeviceState first(Status status, boolean binary, Instant at) {
        return new DeviceState(
                status.presence(),
                at,
                at,
                status.boot(),
                status.conn(),
                binary,
                status.seq(),
                status.clock(),
                status.kept(),
                status.oldestBoot(),
                status.oldestSeq(),
                status.lost(),
                status.config(),
                status.reportS(),
                status.sampleS(),
                due(status, at),
                status.model(),
                status.firmware(),
                status.battery(),
                status.rssi(),
                or(status.abilities(), Set.of()),
                status.channels(),
                null);
    }

    private DeviceState taking(Status status, boolean frame, Instant at, boolean changed, boolean rebooted) {
        boolean saysBacklog = status.kept() != null;
        return new DeviceState(
                status.presence(),
                changed ? at : since,
                at,
                status.boot(),
                status.conn(),
                // The broker speaks for a lost device in the form of its connect, which is the device's.
                frame,
                or(status.seq(), rebooted ? null : seq),
                or(status.clock(), rebooted ? null : clock),
                or(status.kept(), kept),
                saysBacklog ? status.oldestBoot() : oldestBoot,
                saysBacklog ? status.oldestSeq() : oldestSeq,
                or(status.lost(), rebooted ? null : lost),
                or(status.config(), config),
                or(status.reportS(), reportS),
                or(status.sampleS(), sampleS),
                due(status, at),
                or(status.model(), model),
                or(status.firmware(), firmware),
                or(status.battery(), battery),
                or(status.rssi(), rssi),
                // What starts anew may have other firmware, or have lost its latch.
                or(status.abilities(), rebooted ? Set.of() : abilities),
                status.channels().isEmpty() ? channels : status.channels(),
                null);
    }

    /** The same device, which has spoken in another form. */
    public DeviceState answeredIn(boolean form) {
        return new DeviceState(
                presence,
                since,
                heardAt,
                boot,
                conn,
                form,
                seq,
                clock,
                kept,
                oldestBoot,
                oldestSeq,
                lost,
                config,
                reportS,
                sampleS,
                nextDueAt,
                model,
                firmware,
                battery,
                rssi,
                abilities,
                channels,
                ignored);
    }

    private DeviceState with(Ignored older) {
        return new DeviceState(
                presence,
                since,
                heardAt,
                boot,
                conn,
                binary,
                seq,
                clock,
                kept,
                oldestBoot,
                oldestSeq,
                lost,
                config,
                reportS,
                sampleS,
                nextDueAt,
                model,
                firmware,
                battery,
                rssi,
                abilities,
                channels,
                older);
    }

    private static @Nullable Instant due(Status status, Instant at) {
        Integer next = status.nextS();
        return next == null ? null : at.plusSeconds(next);
    }

    private static Set<String> or(@Nullable Set<String> said, Set<String> before) {
        return said == null ? before : said;
    }

    private static <T> @Nullable T or(@Nullable T said, @Nullable T before) {
        return said == null ? before : said;
    }
}
