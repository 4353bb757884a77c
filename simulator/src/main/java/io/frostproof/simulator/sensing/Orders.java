package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.Unit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a device was ordered, so that it does nothing twice: its configuration, and its answers to the last commands. */
final class Orders {

    /** The contract's number. */
    private static final int COMMANDS_REMEMBERED = 8;

    private final Probe[] probes;
    private final Map<String, DeviceAnswer> answers = new LinkedHashMap<>();
    private @Nullable DeviceConfig config;

    Orders(Probe[] probes) {
        this.probes = probes;
    }

    @Nullable
    DeviceConfig config() {
        return config;
    }

    long version() {
        return config == null ? 0 : config.version();
    }

    /**
     * Judges a configuration, and keeps it when it is to be applied.
     *
     * @param reportSeconds in force
     * @param sampleSeconds in force
     * @return null: nothing is to be said, it is older than what is in force
     */
    @Nullable
    DeviceAnswer judge(DeviceConfig wanted, long reportSeconds, long sampleSeconds) {
        if (wanted.version() <= version()) {
            return wanted.version() == version() ? DeviceAnswer.toConfig(wanted.version(), Result.DONE) : null;
        }
        long report = wanted.reportSeconds() == 0 ? reportSeconds : wanted.reportSeconds();
        long sample = wanted.sampleSeconds() == 0 ? sampleSeconds : wanted.sampleSeconds();
        if (sample > report) {
            return refused(wanted, "sample_s", "at most " + report + ", as report_s");
        }
        if (report / sample * probes.length > SimDevice.MAX_READINGS) {
            return refused(wanted, "report_s", "at most " + SimDevice.MAX_READINGS / probes.length + " times sample_s");
        }
        for (ChannelUnit channel : wanted.channels()) {
            Probe probe = probe(channel.channel());
            Unit unit = channel.unit();
            if (probe == null) {
                return refused(wanted, "channels", "no " + channel.channel());
            }
            if (unit != null && !probe.speaks(unit)) {
                return refused(
                        wanted,
                        "channels",
                        channel.channel() + " in " + probe.unit().ucum());
            }
        }
        apply(wanted);
        return DeviceAnswer.toConfig(wanted.version(), Result.DONE);
    }

    /** Puts a configuration in force, without asking. */
    void apply(DeviceConfig wanted) {
        config = wanted;
        for (ChannelUnit channel : wanted.channels()) {
            Probe probe = probe(channel.channel());
            Unit unit = channel.unit();
            if (probe != null && unit != null && probe.speaks(unit)) {
                probe.speak(unit);
            }
        }
    }

    /** Channels with the units in which they speak. */
    List<ChannelUnit> channels() {
        return Arrays.stream(probes)
                .map(probe -> new ChannelUnit(probe.design.id(), probe.unit()))
                .toList();
    }

    private @Nullable Probe probe(String channel) {
        for (Probe probe : probes) {
            if (probe.design.id().equals(channel)) {
                return probe;
            }
        }
        return null;
    }

    private static DeviceAnswer refused(DeviceConfig wanted, String field, String expected) {
        return new DeviceAnswer(wanted.version(), null, Result.REFUSED, field, expected, null);
    }

    /** What was answered to that command; null when it has not been heard of lately. */
    @Nullable
    DeviceAnswer answered(String id) {
        return answers.get(id);
    }

    void remember(String id, DeviceAnswer answer) {
        answers.put(id, answer);
        if (answers.size() > COMMANDS_REMEMBERED) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}
