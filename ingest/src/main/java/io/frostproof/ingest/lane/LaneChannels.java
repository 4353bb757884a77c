package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.Reading;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The channels that a lane knows, and the loading of those that it does not know yet. Owned by a lane. */
final class LaneChannels {

    private final ReadingLog log;
    private final BatchKeeper keeper;
    private final InstantSource clock;
    private final CountDownLatch stopRequested;
    /** By number; no boxed keys, since every reading looks its channel up. */
    private final IntObjectMap<ChannelState> states = new IntObjectHashMap<>();
    /** The devices of this lane as the network has them now; messages that waited may carry them as they were. */
    private final Map<String, KnownDevice> devicesNow = new HashMap<>();

    private final Loaded loaded;

    /** Hears of channels that were loaded. */
    interface Loaded {
        void loaded(ChannelState state);
    }

    LaneChannels(ReadingLog log, BatchKeeper keeper, InstantSource clock, CountDownLatch stopRequested, Loaded loaded) {
        this.log = log;
        this.keeper = keeper;
        this.clock = clock;
        this.stopRequested = stopRequested;
        this.loaded = loaded;
    }

    /** What is known of a channel, or null. */
    @Nullable
    ChannelState of(int channelId) {
        return states.get(channelId);
    }

    void know(Collection<KnownDevice> devices) {
        devicesNow.clear();
        devices.forEach(device -> devicesNow.put(device.id(), device));
    }

    void clear() {
        states.clear();
    }

    /** Channels of these messages are to be loaded again. */
    void forget(List<Inbound> messages) {
        for (Inbound message : messages) {
            message.readings().forEach(reading -> states.remove(reading.channelId()));
        }
    }

    /** Loads what a batch needs and is not here; as far as the log answers. */
    void loadFor(Collection<Inbound> messages) {
        Missing missing = null;
        for (Inbound message : messages) {
            KnownDevice device = message.device();
            if (device == null) {
                continue;
            }
            List<Reading> readings = message.readings();
            int last = -1;
            for (int i = 0; i < readings.size(); i++) {
                int channel = readings.get(i).channelId();
                if (channel != last && !states.containsKey(channel)) {
                    missing = missing == null ? new Missing() : missing;
                    missing.add(device);
                    // As they are now; what the network has no more stays as the message knew it.
                    missing.add(devicesNow.getOrDefault(device.id(), device));
                    break;
                }
                last = channel;
            }
        }
        if (missing != null) {
            load(missing);
        }
    }

    /**
     * Loads the channels of devices, of as many of them as make {@code portion} channels.
     *
     * @return how many of the devices are done; 0 when the log is away
     */
    int loadSome(List<KnownDevice> devices, int portion) {
        var missing = new Missing();
        int taken = 0;
        while (taken < devices.size() && missing.channels.size() < portion) {
            missing.add(devices.get(taken++));
        }
        return load(missing) ? taken : 0;
    }

    private boolean load(Missing missing) {
        if (missing.channels.isEmpty()) {
            return true;
        }
        long now = Micros.of(clock.instant());
        Optional<Map<Integer, StoredChannel>> answer = keeper.ask(
                BatchKeeper.LOADING_PATIENCE, progress -> log.load(missing.channels.values()), stopRequested);
        answer.ifPresent(stored -> missing.channels.forEach((id, channel) -> {
            var state = new ChannelState(
                    channel,
                    Objects.requireNonNull(missing.devices.get(id)),
                    Objects.requireNonNull(stored.get(id)),
                    now);
            states.put(id, state);
            loaded.loaded(state);
        }));
        return answer.isPresent();
    }

    private final class Missing {
        private final Map<Integer, KnownChannel> channels = new LinkedHashMap<>();
        private final Map<Integer, KnownDevice> devices = new HashMap<>();

        void add(KnownDevice device) {
            device.channels().values().forEach(channel -> {
                if (!states.containsKey(channel.id())) {
                    channels.put(channel.id(), channel);
                    devices.put(channel.id(), device);
                }
            });
        }
    }
}
