package io.frostproof.simulator.sensing;

import java.util.Map;

/**
 * What is wrong with a device now, the state and not the change. The device sees a change when it is woken next.
 *
 * @param networkDown it does not reach the broker
 * @param dead it does nothing at all, and starts again when that is over
 * @param rebootNow it starts again at the first wake at which this is true; nothing more happens while it stays true
 * @param clockStepMillis how far its clock was set wrong, forward when positive; right again when 0
 * @param clockDriftPpm how much too fast its clock is in addition to its own error, millionths. Nothing sets the clock right while
 *     this or the step is not 0; when both are, it is right again at once
 * @param batteryWeak its battery is not charged and loses {@link SimDevice#WEAK_LASTS} worth of itself; when that is over it has a fresh one
 * @param duplicatesFraction of its messages are sent twice, 0 to 1
 * @param channels by id; the others are well
 */
public record DeviceTroubles(
        boolean networkDown,
        boolean dead,
        boolean rebootNow,
        long clockStepMillis,
        double clockDriftPpm,
        boolean batteryWeak,
        double duplicatesFraction,
        Map<String, ChannelTroubles> channels) {

    public static final DeviceTroubles NONE = new DeviceTroubles(false, false, false, 0, 0, false, 0, Map.of());

    /** An oscillator that is off by more than a tenth is no clock. */
    private static final double MAX_PPM = 100_000;

    public DeviceTroubles {
        channels = Map.copyOf(channels);
        if (!(Math.abs(clockDriftPpm) <= MAX_PPM)) {
            throw new IllegalArgumentException(
                    "clockDriftPpm " + clockDriftPpm + ": expected -" + MAX_PPM + " to " + MAX_PPM);
        }
        if (!(duplicatesFraction >= 0 && duplicatesFraction <= 1)) {
            throw new IllegalArgumentException("duplicatesFraction " + duplicatesFraction + ": expected 0 to 1");
        }
    }

    ChannelTroubles of(String channel) {
        return channels.isEmpty() ? ChannelTroubles.NONE : channels.getOrDefault(channel, ChannelTroubles.NONE);
    }

    public DeviceTroubles withNetworkDown(boolean value) {
        return new DeviceTroubles(
                value, dead, rebootNow, clockStepMillis, clockDriftPpm, batteryWeak, duplicatesFraction, channels);
    }

    public DeviceTroubles withDead(boolean value) {
        return new DeviceTroubles(
                networkDown,
                value,
                rebootNow,
                clockStepMillis,
                clockDriftPpm,
                batteryWeak,
                duplicatesFraction,
                channels);
    }

    public DeviceTroubles withRebootNow(boolean value) {
        return new DeviceTroubles(
                networkDown, dead, value, clockStepMillis, clockDriftPpm, batteryWeak, duplicatesFraction, channels);
    }

    public DeviceTroubles withClock(long stepMillis, double driftPpm) {
        return new DeviceTroubles(
                networkDown, dead, rebootNow, stepMillis, driftPpm, batteryWeak, duplicatesFraction, channels);
    }

    public DeviceTroubles withBatteryWeak(boolean value) {
        return new DeviceTroubles(
                networkDown, dead, rebootNow, clockStepMillis, clockDriftPpm, value, duplicatesFraction, channels);
    }

    public DeviceTroubles withDuplicates(double fraction) {
        return new DeviceTroubles(
                networkDown, dead, rebootNow, clockStepMillis, clockDriftPpm, batteryWeak, fraction, channels);
    }

    public DeviceTroubles withChannels(Map<String, ChannelTroubles> value) {
        return new DeviceTroubles(
                networkDown, dead, rebootNow, clockStepMillis, clockDriftPpm, batteryWeak, duplicatesFraction, value);
    }
}
