package io.frostproof.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device says of itself: its birth at every connect, its state, and through its will its death. Only {@code state},
 * {@code boot} and {@code conn} are always there; null is what was not said. Counters are 0 to 2^32 - 1.
 *
 * @param boot which start of the device
 * @param conn which connection of that start
 * @param seq the sequence that the next message will get
 * @param upMillis milliseconds since start, 0 to 253402300799999; asks for the time
 * @param kept messages that wait for a receipt
 * @param oldest the oldest of them
 * @param lost messages of this boot that were forgotten without a receipt
 * @param configVersion of the configuration in force; 0: none was ever applied
 * @param reportSeconds between two reports, 1 to {@link Control#MAX_SECONDS}
 * @param sampleSeconds between two readings of a channel, likewise
 * @param nextSeconds will be back, or report, within so many seconds, likewise
 * @param model up to 64 bytes
 * @param firmware up to 64 bytes
 * @param batteryPercent 0 to 100
 * @param rssiDbm -200 to 200, in practice negative
 * @param abilities commands beyond the usual ones that it carries out; empty: none of them; null: not said
 * @param channels what it measures; empty: not said
 */
public record DeviceStatus(
        State state,
        long boot,
        long conn,
        @Nullable Long seq,
        @Nullable Long upMillis,
        @Nullable Clock clock,
        @Nullable Long kept,
        @Nullable MessageId oldest,
        @Nullable Long lost,
        @Nullable Long configVersion,
        @Nullable Integer reportSeconds,
        @Nullable Integer sampleSeconds,
        @Nullable Integer nextSeconds,
        @Nullable String model,
        @Nullable String firmware,
        @Nullable Integer batteryPercent,
        @Nullable Integer rssiDbm,
        @Nullable Set<Ability> abilities,
        List<ChannelUnit> channels)
        implements Control {

    /** The codes are those of the frame, 1 to 4. */
    public enum State {
        ONLINE("online"),
        /** Disconnects on purpose, back within {@code nextSeconds}. */
        SLEEPING("sleeping"),
        /** Says goodbye. */
        OFFLINE("offline"),
        /** Only in the will: the broker lost the connection. */
        LOST("lost");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** As in JSON. */
        public String word() {
            return word;
        }

        static State ofWord(String word) {
            return Arrays.stream(values())
                    .filter(constant -> constant.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A command that a device carries out if it has what that takes. */
    public enum Ability {
        /** It holds the latch of a handle. */
        LOCK("lock"),
        /** It sounds. */
        BUZZER("buzzer");

        private final String word;

        Ability(String word) {
            this.word = word;
        }

        /** As in JSON, and as the command. */
        public String word() {
            return word;
        }

        static Ability ofWord(String word) {
            return Arrays.stream(values())
                    .filter(constant -> constant.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the device knows of the time. The codes are those of the frame, 1 to 3. */
    public enum Clock {
        /** A real-time clock that runs without power. */
        RTC("rtc"),
        /** Set since the last start. */
        SYNCED("synced"),
        /** Only knows how long it has been running. */
        NONE("none");

        private final String word;

        Clock(String word) {
            this.word = word;
        }

        /** As in JSON. */
        public String word() {
            return word;
        }

        static Clock ofWord(String word) {
            return Arrays.stream(values())
                    .filter(constant -> constant.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Throws {@link IllegalArgumentException} for a value outside its range. */
    public DeviceStatus {
        ControlField.BOOT.require(boot);
        ControlField.CONN.require(conn);
        ControlField.SEQ.requireUnlessNull(seq);
        ControlField.UP.requireUnlessNull(upMillis);
        ControlField.KEPT.requireUnlessNull(kept);
        ControlField.LOST.requireUnlessNull(lost);
        ControlField.CONFIG.requireUnlessNull(configVersion);
        ControlField.REPORT_S.requireUnlessNull(reportSeconds);
        ControlField.SAMPLE_S.requireUnlessNull(sampleSeconds);
        ControlField.NEXT_S.requireUnlessNull(nextSeconds);
        ControlField.MODEL.requireUnlessNull(model);
        ControlField.FIRMWARE.requireUnlessNull(firmware);
        ControlField.BATTERY.requireUnlessNull(batteryPercent);
        ControlField.RSSI.requireUnlessNull(rssiDbm);
        abilities = abilities == null ? null : Set.copyOf(abilities);
        channels = Control.channels(channels);
    }

    @Override
    public Type type() {
        return Type.STATUS;
    }

    /** The will of a connection. */
    public static DeviceStatus will(long boot, long conn) {
        return builder(State.LOST, boot, conn).build();
    }

    /** For a status that says more than the three things which every status says. */
    public static Builder builder(State state, long boot, long conn) {
        return new Builder(state, boot, conn);
    }

    /** Collects what a status says. Not thread-safe. */
    public static final class Builder {
        private final State state;
        private final long boot;
        private final long conn;
        private @Nullable Long seq;
        private @Nullable Long upMillis;
        private @Nullable Clock clock;
        private @Nullable Long kept;
        private @Nullable MessageId oldest;
        private @Nullable Long lost;
        private @Nullable Long configVersion;
        private @Nullable Integer reportSeconds;
        private @Nullable Integer sampleSeconds;
        private @Nullable Integer nextSeconds;
        private @Nullable String model;
        private @Nullable String firmware;
        private @Nullable Integer batteryPercent;
        private @Nullable Integer rssiDbm;
        private @Nullable Set<Ability> abilities;
        private List<ChannelUnit> channels = List.of();

        private Builder(State state, long boot, long conn) {
            this.state = state;
            this.boot = boot;
            this.conn = conn;
        }

        public Builder seq(@Nullable Long value) {
            seq = value;
            return this;
        }

        public Builder upMillis(@Nullable Long value) {
            upMillis = value;
            return this;
        }

        public Builder clock(@Nullable Clock value) {
            clock = value;
            return this;
        }

        public Builder kept(@Nullable Long value) {
            kept = value;
            return this;
        }

        public Builder oldest(@Nullable MessageId value) {
            oldest = value;
            return this;
        }

        public Builder lost(@Nullable Long value) {
            lost = value;
            return this;
        }

        public Builder configVersion(@Nullable Long value) {
            configVersion = value;
            return this;
        }

        public Builder reportSeconds(@Nullable Integer value) {
            reportSeconds = value;
            return this;
        }

        public Builder sampleSeconds(@Nullable Integer value) {
            sampleSeconds = value;
            return this;
        }

        public Builder nextSeconds(@Nullable Integer value) {
            nextSeconds = value;
            return this;
        }

        public Builder model(@Nullable String value) {
            model = value;
            return this;
        }

        public Builder firmware(@Nullable String value) {
            firmware = value;
            return this;
        }

        public Builder batteryPercent(@Nullable Integer value) {
            batteryPercent = value;
            return this;
        }

        public Builder rssiDbm(@Nullable Integer value) {
            rssiDbm = value;
            return this;
        }

        public Builder abilities(@Nullable Set<Ability> value) {
            abilities = value;
            return this;
        }

        public Builder channels(List<ChannelUnit> value) {
            channels = value;
            return this;
        }

        public DeviceStatus build() {
            return new DeviceStatus(
                    state,
                    boot,
                    conn,
                    seq,
                    upMillis,
                    clock,
                    kept,
                    oldest,
                    lost,
                    configVersion,
                    reportSeconds,
                    sampleSeconds,
                    nextSeconds,
                    model,
                    firmware,
                    batteryPercent,
                    rssiDbm,
                    abilities,
                    channels);
        }
    }
}
