package io.frostproof.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final SpoolLimits ROOMY = new SpoolLimits(1 << 20, 0, 4_096);

    @TempDir
    private Path folder;

    private Spool open() throws SpoolException {
        return Spool.open(folder, ROOMY);
    }

    private static byte[] record(int number, int length) {
        byte[] record = new byte[length];
        new Random(number).nextBytes(record);
        return record;
    }

    private static List<byte[]> drained(Spool spool) throws SpoolException {
        var records = new ArrayList<byte[]>();
        for (Spool.Entry entry = spool.oldest(); entry != null; entry = spool.oldest()) {
            records.add(entry.payload());
            spool.removeOldest();
        }
        return records;
    }

    private static Spool.Entry first(Spool spool) throws SpoolException {
        return Objects.requireNonNull(spool.oldest());
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void givesBackWhatItTookInOrderAndFreesTheDisk() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 50; i++) {
                spool.append(record(i, 300), i);
            }
            assertThat(spool.records()).isEqualTo(50);
            assertThat(spool.weight()).isEqualTo(49 * 50 / 2);
            assertThat(files()).hasSizeGreaterThan(2);
            List<byte[]> records = drained(spool);
            assertThat(records).hasSize(50);
            for (int i = 0; i < 50; i++) {
                assertThat(records.get(i)).isEqualTo(record(i, 300));
            }
            assertThat(spool.empty()).isTrue();
            assertThat(spool.weight()).isZero();
            assertThat(spool.bytes()).isZero();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void isThereAgainAfterACrashWithWhatIsNotDoneWith() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 40; i++) {
                spool.append(record(i, 200), 1);
            }
            for (int i = 0; i < 25; i++) {
                spool.removeOldest();
            }
        }
        try (Spool spool = open()) {
            assertThat(spool.empty()).isFalse();
            assertThat(first(spool).leftover()).isTrue();
            List<byte[]> records = drained(spool);
            assertThat(records).hasSize(15);
            assertThat(records.getLast()).isEqualTo(record(39, 200));
            assertThat(spool.damagedBytes()).isZero();
            spool.append(record(77, 10), 1);
            assertThat(first(spool).leftover()).isFalse();
        }
    }

    @Test
    void whatPowerTookOfTheMarksIsDoneAgain() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 4; i++) {
                spool.append(record(i, 100), 1);
            }
            for (int i = 0; i < 3; i++) {
                spool.removeOldest();
            }
        }
        Path file = files().getFirst();
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(116 + 2); // the second record's magic
            assertThat(raw.read()).isEqualTo('D');
            raw.seek(116 + 2);
            raw.write('S');
        }
        try (Spool spool = open()) {
            assertThat(spool.records()).isEqualTo(2);
            List<byte[]> records = drained(spool);
            assertThat(records).hasSize(2);
            assertThat(records.get(0)).isEqualTo(record(1, 100));
            assertThat(records.get(1)).isEqualTo(record(3, 100));
            assertThat(spool.damagedBytes()).isZero();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aTornEndWasNeverTakenAndIsPassedOver() throws Exception {
        try (Spool spool = open()) {
            spool.append(record(0, 500), 1);
            spool.append(record(1, 500), 1);
        }
        for (int cut = 1; cut < 500 + Segment.HEADER_BYTES; cut += 37) {
            Path file = files().getFirst();
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            try (Spool spool = open()) {
                assertThat(spool.records()).as("cut by %d", cut).isEqualTo(1);
                assertThat(first(spool).payload()).isEqualTo(record(0, 500));
                assertThat(spool.damagedBytes()).isZero();
            }
            Files.write(file, whole);
        }
    }

    @Test
    void damageCostsOnlyWhatItHitIsToldAndKeptAside() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 5; i++) {
                spool.append(record(i, 400), 1);
            }
        }
        Path file = files().getFirst();
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(416 + 100); // in the second record's payload
            raw.write(~raw.read());
            raw.seek(3 * 416 + 5); // in the fourth record's header
            raw.write(77);
        }
        try (Spool spool = open()) {
            List<byte[]> records = drained(spool);
            assertThat(records).hasSize(3);
            assertThat(records.get(0)).isEqualTo(record(0, 400));
            assertThat(records.get(1)).isEqualTo(record(2, 400));
            assertThat(records.get(2)).isEqualTo(record(4, 400));
            assertThat(spool.damagedBytes()).isEqualTo(2 * 416);
            assertThat(spool.empty()).isTrue();
        }
        assertThat(Path.of(file + ".damaged")).exists();
        assertThat(file).doesNotExist();
    }

    @Test
    void aRandomSequenceOfEverythingLosesNothing() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Deque<byte[]> expected = new ArrayDeque<>();
            Spool spool = open();
            int number = 0;
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3, 4 -> {
                        byte[] record = record(number++, 1 + random.nextInt(600));
                        spool.append(record, 1);
                        expected.add(record);
                    }
                    case 5, 6, 7, 8 -> {
                        Spool.Entry entry = spool.oldest();
                        if (entry == null) {
                            assertThat(expected).isEmpty();
                        } else {
                            assertThat(entry.payload()).isEqualTo(expected.remove());
                            spool.removeOldest();
                        }
                    }
                    default -> {
                        spool.close();
                        spool = open();
                    }
                }
            }
            assertThat(drained(spool)).as("seed %d", seed).containsExactlyElementsOf(expected);
            spool.close();
        }
    }

    @Test
    void takesNoMoreThanItsLimitAndMoreOnceThereIsRoom() throws Exception {
        try (Spool spool = Spool.open(folder, new SpoolLimits(1_000, 0, 500))) {
            spool.append(record(0, 400), 1);
            spool.append(record(1, 400), 1);
            assertThatThrownBy(() -> spool.append(record(2, 400), 1))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("of at most 1000 bytes")
                    .matches(e -> ((SpoolException) e).full());
            assertThat(spool.records()).isEqualTo(2);
            spool.removeOldest();
            spool.append(record(2, 400), 1);
            assertThat(drained(spool)).hasSize(2);
        }
    }

    @Test
    void leavesTheDiskSomeRoom() throws Exception {
        try (Spool spool = Spool.open(folder, new SpoolLimits(1_000, Long.MAX_VALUE / 2))) {
            assertThatThrownBy(() -> spool.append(record(0, 10), 1))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("bytes left");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void belongsToOneProcess() throws Exception {
        try (Spool spool = open()) {
            assertThat(spool.empty()).isTrue();
            assertThatThrownBy(this::open)
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("in use by another process");
        }
        open().close();
    }
}
