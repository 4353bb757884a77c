package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Batches as bytes, for the spool. A later version reads what this one has written, or says that it cannot. */
final class BatchCodec {

    private static final int VERSION = 1;

    private BatchCodec() {}

    private interface Writer<T> {
        void write(DataOutputStream out, T item) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** How many readings a batch carries, losing ones included. */
    static int weight(Batch batch) {
        return batch.fresh().size()
                + batch.freshConflicts().size()
                + batch.staged().size();
    }

    static byte[] encode(Batch batch) {
        var bytes = new ByteArrayOutputStream(256 + 48 * weight(batch));
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(batch.id());
            out.writeLong(Micros.of(batch.decidedAt())); // as precise as the log
            out.writeInt(batch.messages());
            list(out, batch.fresh(), BatchCodec::reading);
            list(out, batch.freshConflicts(), BatchCodec::reading);
            list(out, batch.staged(), BatchCodec::reading);
            list(out, batch.suspects(), (to, suspect) -> {
                reading(to, suspect.reading());
                text(to, suspect.reason());
            });
            list(out, batch.deadLetters(), BatchCodec::letter);
            list(out, batch.transitions(), (to, of) -> {
                to.writeInt(of.channelId());
                text(to, of.region());
                list(to, of.transitions(), BatchCodec::transition);
            });
            list(out, batch.snapshots(), (to, state) -> {
                to.writeInt(state.channelId());
                to.writeLong(state.timeMicros());
                bytes(to, state.state());
            });
            list(out, List.copyOf(batch.dirty().entrySet()), (to, mark) -> {
                to.writeInt(mark.getKey());
                to.writeLong(mark.getValue());
            });
            list(out, List.copyOf(batch.bootClocks()), (to, clock) -> {
                text(to, clock.device());
                to.writeLong(clock.boot());
                to.writeLong(clock.beganMicros());
            });
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if the bytes are no batch of a known version */
    static Batch decode(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("version of a spooled batch was " + version + ", expected " + VERSION);
        }
        long id = in.readLong();
        Instant decidedAt = Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
        int messages = in.readInt();
        List<Reading> fresh = list(in, BatchCodec::reading);
        List<Reading> freshConflicts = list(in, BatchCodec::reading);
        List<Reading> staged = list(in, BatchCodec::reading);
        List<SuspectReading> suspects = list(in, from -> new SuspectReading(reading(from), text(from)));
        List<DeadLetter> deadLetters = list(in, BatchCodec::letter);
        List<Batch.ChannelTransitions> transitions = list(
                in,
                from -> new Batch.ChannelTransitions(from.readInt(), text(from), list(from, BatchCodec::transition)));
        List<SavedState> snapshots = list(in, from -> new SavedState(from.readInt(), from.readLong(), bytes(from)));
        Map<Integer, Long> dirty = new HashMap<>();
        list(in, from -> dirty.put(from.readInt(), from.readLong()));
        Set<BootClock> bootClocks =
                Set.copyOf(list(in, from -> new BootClock(text(from), from.readLong(), from.readLong())));
        return new Batch(
                id,
                decidedAt,
                messages,
                fresh,
                freshConflicts,
                staged,
                suspects,
                deadLetters,
                transitions,
                snapshots,
                dirty,
                bootClocks);
    }

    private static void reading(DataOutputStream out, Reading reading) throws IOException {
        out.writeInt(reading.channelId());
        out.writeLong(reading.timeMicros());
        out.writeDouble(reading.value());
        out.writeShort(reading.quality());
        out.writeLong(reading.receivedMicros());
        out.writeLong(reading.boot());
        out.writeLong(reading.seq());
    }

    private static Reading reading(DataInputStream in) throws IOException {
        return new Reading(
                in.readInt(),
                in.readLong(),
                in.readDouble(),
                in.readShort(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }

    private static void letter(DataOutputStream out, DeadLetter letter) throws IOException {
        text(out, letter.source());
        text(out, letter.topic());
        bytes(out, letter.payload().kept());
        bytes(out, letter.payload().sha256());
        out.writeInt(letter.payload().bytes());
        text(out, letter.reason());
        text(out, letter.detail());
        out.writeLong(letter.receivedMicros());
    }

    private static DeadLetter letter(DataInputStream in) throws IOException {
        return new DeadLetter(
                text(in),
                text(in),
                DeadLetter.Payload.kept(bytes(in), bytes(in), in.readInt()),
                text(in),
                text(in),
                in.readLong());
    }

    private static void transition(DataOutputStream out, Transition transition) throws IOException {
        text(out, transition.slot());
        text(out, transition.unit());
        text(out, transition.kind().id());
        Level level = transition.level();
        text(out, level == null ? "" : level.id());
        out.writeLong(transition.timeMicros());
        out.writeLong(transition.sinceMicros());
        out.writeDouble(transition.worst());
    }

    private static Transition transition(DataInputStream in) throws IOException {
        return new Transition(
                text(in), text(in), kind(text(in)), level(text(in)), in.readLong(), in.readLong(), in.readDouble());
    }

    private static Transition.Kind kind(String id) throws IOException {
        for (Transition.Kind kind : Transition.Kind.values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IOException("kind of a spooled transition was '" + id + "'");
    }

    private static @Nullable Level level(String id) throws IOException {
        if (id.isEmpty()) {
            return null;
        }
        Level level = Level.find(id);
        if (level == null) {
            throw new IOException("level of a spooled transition was '" + id + "'");
        }
        return level;
    }

    private static <T> void list(DataOutputStream out, List<T> items, Writer<T> writer) throws IOException {
        out.writeInt(items.size());
        for (T item : items) {
            writer.write(out, item);
        }
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > in.available()) {
            throw new IOException("a list of " + size + " items in " + in.available() + " bytes");
        }
        var items = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            items.add(reader.read(in));
        }
        return items;
    }

    /** Not {@code writeUTF}: a detail may be longer than 65,535 bytes. */
    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException(length + " bytes in " + in.available());
        }
        return in.readNBytes(length);
    }
}
