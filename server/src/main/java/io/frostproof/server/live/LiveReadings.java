package io.frostproof.server.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The newest reading of every channel, and who wants to know of it. Lanes say what is stored, which costs one look into a map per
 * reading while nobody watches; five times a second each group of watchers with the same filter gets the channels that have changed,
 * written once for all of them. Memory is bounded by the number of channels, once for the newest readings and once per filter.
 * Thread-safe.
 */
public final class LiveReadings implements AutoCloseable {

    /** Five times a second, as the contract of the API states: more than an eye follows on a chart. */
    private static final Duration EVERY = Duration.ofMillis(200);

    /** Some thousand readings: a fraction of what may be on its way to a watcher. */
    private static final int TEXT_CHARS = 64 * 1024;

    private final JsonFactory json = new JsonFactory();
    private final Map<ReadingFilter, Group> groups = new ConcurrentHashMap<>();
    private volatile Map<Integer, Channel> channels = Map.of();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** A channel of the network and its newest reading; the same object for as long as the channel is in the network. */
    private static final class Channel {
        private static final AtomicReferenceFieldUpdater<Channel, @Nullable Reading> NEWEST =
                AtomicReferenceFieldUpdater.newUpdater(Channel.class, Reading.class, "newest");

        private volatile String device;
        private volatile KnownChannel known;

        private volatile @Nullable Reading newest;

        Channel(String device, KnownChannel known) {
            this.device = device;
            this.known = known;
        }

        /** Takes a reading, and says whether it is the one that stands. */
        boolean take(Reading reading) {
            while (true) {
                Reading old = newest;
                if (old != null && !newer(old, reading)) {
                    return old.equals(reading);
                }
                if (NEWEST.compareAndSet(this, old, reading)) {
                    return true;
                }
            }
        }

        @Nullable
        String unitAt(long timeMicros) {
            ChannelPlan.Segment segment = known.plan().at(timeMicros);
            return segment == null ? null : segment.unit();
        }
    }

    /** Watchers with one filter, and what they have not been told yet. */
    private static final class Group {
        private final Set<Integer> changed = ConcurrentHashMap.newKeySet();
        private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
    }

    /** Newest readings of channels that have changed; {@code texts} are the events that tell them. */
    record Round(Set<Integer> channels, List<String> texts) {
        Round {
            channels = Set.copyOf(channels);
            texts = List.copyOf(texts);
        }
    }

    public LiveReadings(Collection<KnownDevice> devices) {
        devicesChanged(devices);
    }

    /** Begins to tell watchers. */
    public void start() {
        Thread.ofVirtual().name("live-readings").start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The network has changed: channels may measure other units now. */
    public void devicesChanged(Collection<KnownDevice> devices) {
        Map<Integer, Channel> before = channels;
        var now = new HashMap<Integer, Channel>();
        for (KnownDevice device : devices) {
            for (KnownChannel known : device.channels().values()) {
                Channel channel = before.get(known.id());
                if (channel == null) {
                    channel = new Channel(device.id(), known);
                } else {
                    channel.device = device.id();
                    channel.known = known;
                }
                now.put(known.id(), channel);
            }
        }
        channels = Map.copyOf(now);
    }

    /** The log has these readings. Never blocks. */
    public void stored(List<Reading> readings) {
        Map<Integer, Channel> known = channels;
        Reading latest = null;
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            if (latest == null) {
                latest = reading;
            } else if (latest.channelId() == reading.channelId()) {
                // Only what stands after the message is told; one look for all of a channel's readings in it.
                latest = newer(latest, reading) ? reading : latest;
            } else {
                stored(known, latest);
                latest = reading;
            }
        }
        if (latest != null) {
            stored(known, latest);
        }
    }

    private void stored(Map<Integer, Channel> known, Reading reading) {
        Channel channel = known.get(reading.channelId());
        // A late reading, and one that lost its key to another, is not what stands now.
        if (channel != null && channel.take(reading) && !groups.isEmpty()) {
            note(channel, reading);
        }
    }

    private static boolean newer(Reading old, Reading reading) {
        int later = Long.compare(reading.timeMicros(), old.timeMicros());
        return later > 0 || (later == 0 && Reading.CLAIM.compare(reading, old) > 0);
    }

    private void note(Channel channel, Reading reading) {
        Group all = groups.get(ReadingFilter.ALL);
        if (all != null) {
            all.changed.add(reading.channelId());
        }
        String unit = channel.unitAt(reading.timeMicros());
        Group ofUnit = unit == null ? null : groups.get(ReadingFilter.ofUnit(unit));
        if (ofUnit != null) {
            ofUnit.changed.add(reading.channelId());
        }
    }

    /** From now on, the mailbox gets what passes the filter. */
    void join(ReadingFilter filter, Mailbox mailbox) {
        groups.compute(filter, (same, group) -> {
            Group joined = group == null ? new Group() : group;
            joined.mailboxes.add(mailbox);
            return joined;
        });
    }

    void leave(ReadingFilter filter, Mailbox mailbox) {
        groups.computeIfPresent(filter, (same, group) -> {
            group.mailboxes.remove(mailbox);
            return group.mailboxes.isEmpty() ? null : group;
        });
    }

    /** Hands what has changed to the mailboxes. */
    void flush() {
        groups.forEach((filter, group) -> {
            var changed = new HashSet<Integer>();
            for (Integer channel : List.copyOf(group.changed)) {
                // Taken out before it is read: what comes in between is told in the next round.
                group.changed.remove(channel);
                changed.add(channel);
            }
            if (!changed.isEmpty()) {
                var round = new Round(changed, write(changed, filter));
                group.mailboxes.forEach(mailbox -> mailbox.offer(round));
            }
        });
    }

    /** The events that tell the newest readings of these channels, as far as they pass the filter; mostly one. */
    List<String> write(Set<Integer> of, ReadingFilter filter) {
        var texts = new ArrayList<String>();
        Iterator<Integer> ids = of.iterator();
        while (ids.hasNext()) {
            texts.add(event(ids, filter));
        }
        return texts;
    }

    /** One event, with as many of them as fit. */
    private String event(Iterator<Integer> ids, ReadingFilter filter) {
        var text = new StringWriter(TEXT_CHARS / 16);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            while (ids.hasNext() && text.getBuffer().length() + out.getOutputBuffered() < TEXT_CHARS) {
                Integer id = ids.next();
                Channel channel = channels.get(id);
                Reading reading = channel == null ? null : channel.newest;
                if (channel != null && reading != null) {
                    write(out, channel, reading, filter);
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Channel channel, Reading reading, ReadingFilter filter)
            throws IOException {
        String unit = channel.unitAt(reading.timeMicros());
        if (filter.unit() != null && !filter.unit().equals(unit)) {
            return;
        }
        out.writeStartObject();
        out.writeStringField("device", channel.device);
        out.writeStringField("channel", channel.known.name());
        out.writeStringField("unit", unit);
        out.writeNumberField("t", Math.floorDiv(reading.timeMicros(), 1000L));
        out.writeNumberField("v", reading.value());
        out.writeEndObject();
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
