package io.frostproof.store;

import io.frostproof.ingest.device.ConfigState;
import io.frostproof.ingest.device.DeviceState;
import io.frostproof.ingest.device.SentUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where what a device says does not fit what the network or a person says. Pure. */
public final class DeviceWarnings {

    /** Below this, in percent, a battery is worth a visit; a coin cell has some weeks left then. */
    private static final int BATTERY_LOW_PERCENT = 15;

    private DeviceWarnings() {}

    /**
     * A warning.
     *
     * @param code {@code unit_mismatch}, {@code unknown_channel}, {@code missing_channel}, {@code report_interval}, {@code config_refused},
     *     {@code config_differs}, {@code lost_messages}, {@code no_clock}, {@code battery_low} or {@code older_status}
     * @param channel which channel it is about; null: the device
     * @param text one sentence for people, with both sides
     */
    public record Warning(String code, @Nullable String channel, String text) {}

    /**
     * All warnings about a device.
     *
     * @param state null when it never said anything
     * @param declared UCUM codes that the network declares, by channel
     * @param reportIntervalS seconds between reports that the network expects
     * @param config what it should have
     */
    static List<Warning> of(
            @Nullable DeviceState state,
            Map<String, String> declared,
            double reportIntervalS,
            DeviceOrders.Config config) {
        var warnings = new ArrayList<Warning>();
        if (state != null) {
            channels(state.channels(), declared, warnings);
            state(state, reportIntervalS, warnings);
        }
        if (config.state().equals(ConfigState.REFUSED.id())) {
            String field = config.refusedField();
            String expected = config.refusedExpected();
            warnings.add(new Warning(
                    "config_refused",
                    null,
                    "the device refused version " + config.version() + " of its configuration"
                            + (field == null ? "" : ": " + field)
                            + (expected == null ? "" : ", expected " + expected)));
        }
        // Until it names the version, its intervals are those of the version before.
        if (state != null
                && config.state().equals(ConfigState.APPLIED.id())
                && Objects.equals(state.config(), config.version())) {
            differs("report_s", state.reportS(), config.reportIntervalS(), config, warnings);
            differs("sample_s", state.sampleS(), config.sampleIntervalS(), config, warnings);
        }
        return warnings;
    }

    private static void channels(List<SentUnit> sent, Map<String, String> declared, List<Warning> warnings) {
        if (sent.isEmpty()) {
            return; // it does not say what it measures
        }
        for (SentUnit channel : sent) {
            String unit = declared.get(channel.channel());
            if (unit == null) {
                warnings.add(new Warning(
                        "unknown_channel",
                        channel.channel(),
                        "the device measures " + channel.channel()
                                + ", which the network does not declare: its readings become dead letters"));
            } else if (channel.unit() != null && !channel.unit().equals(unit)) {
                warnings.add(new Warning(
                        "unit_mismatch",
                        channel.channel(),
                        "the device sends " + channel.channel() + " in " + channel.unit() + ", the network declares "
                                + unit));
            }
        }
        for (String channel : declared.keySet()) {
            if (sent.stream().noneMatch(each -> each.channel().equals(channel))) {
                warnings.add(new Warning(
                        "missing_channel",
                        channel,
                        "the network declares " + channel + ", which the device does not measure"));
            }
        }
    }

    private static void state(DeviceState state, double reportIntervalS, List<Warning> warnings) {
        Integer reportS = state.reportS();
        if (reportS != null && reportS > reportIntervalS) {
            warnings.add(new Warning(
                    "report_interval",
                    null,
                    "the device reports every " + reportS + " s, the network expects every "
                            + (reportIntervalS == Math.rint(reportIntervalS)
                                    ? Long.toString(Math.round(reportIntervalS))
                                    : Double.toString(reportIntervalS))
                            + " s: it may be taken for silent in between"));
        }
        Long lost = state.lost();
        if (lost != null && lost > 0) {
            warnings.add(new Warning(
                    "lost_messages",
                    null,
                    "the device had to forget " + lost + " messages of boot " + state.boot()
                            + " that no receipt covered: its memory was full"));
        }
        if ("none".equals(state.clock())) {
            warnings.add(new Warning(
                    "no_clock",
                    null,
                    "the device does not know the time: its readings are dated by when they arrived, and marked"));
        }
        Integer battery = state.battery();
        if (battery != null && battery < BATTERY_LOW_PERCENT) {
            warnings.add(new Warning("battery_low", null, "the battery is at " + battery + " %"));
        }
        DeviceState.Ignored ignored = state.ignored();
        if (ignored != null) {
            warnings.add(new Warning(
                    "older_status",
                    null,
                    "a status of boot " + ignored.boot() + ", connection " + ignored.conn() + " came at "
                            + ignored.at() + " and was ignored: boot " + state.boot() + ", connection " + state.conn()
                            + " is newer. If the device was replaced, raise its boot count"));
        }
    }

    private static void differs(
            String field,
            @Nullable Integer reported,
            @Nullable Integer asked,
            DeviceOrders.Config config,
            List<Warning> warnings) {
        if (reported != null && asked != null && !reported.equals(asked)) {
            warnings.add(new Warning(
                    "config_differs",
                    null,
                    "the device says " + field + " " + reported + ", version " + config.version()
                            + " of its configuration says " + asked));
        }
    }
}
