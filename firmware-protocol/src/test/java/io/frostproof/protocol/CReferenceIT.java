package io.frostproof.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.testing.ReferenceC;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The codec in C and the one in Java, against each other: what one writes the other reads as the same, and whatever is wrong has the same
 * reason in both. Each test asks one C process thousands of things; {@code c/test/codec.c} says how. {@code -Dseed=...} repeats a run.
 */
class CReferenceIT {
    private static final int FRAMES = 4000;
    private static final int MUTATIONS = 50_000;

    private static final HexFormat HEX = HexFormat.of();
    private static final List<ControlField> FIELDS = Arrays.stream(ControlField.values())
            .sorted(Comparator.comparingInt(ControlField::number))
            .toList();

    private static final List<Control.Type> TYPES = List.of(Control.Type.values());
    private static final List<Unit> UNITS = List.of(Unit.values());

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    @Test
    void cReadsTelemetryThatJavaWrote() throws Exception {
        List<Case> frames = randomTelemetry(FRAMES);

        List<String> answers = askC(frames.stream().map(Case::question).toList());

        for (int i = 0; i < frames.size(); i++) {
            assertThat(answers.get(i))
                    .as(frames.get(i).as(seed))
                    .startsWith("ok ")
                    .isEqualTo(byJava(frames.get(i)));
        }
    }

    @Test
    void javaReadsTelemetryThatCWrote() throws Exception {
        List<Wanted> wanted =
                IntStream.range(0, FRAMES).mapToObj(i -> randomWish()).toList();

        List<String> frames = askC(wanted.stream().map(Wanted::question).toList());

        for (int i = 0; i < frames.size(); i++) {
            String question = wanted.get(i).question();
            assertThat(frames.get(i)).as("seed %d: %s", seed, question).startsWith("fb");
            DecodeResult result = TelemetryDecoder.decode(
                    HEX.parseHex(frames.get(i)), key(wanted.get(i).keyHex()));
            assertThat(result)
                    .as("seed %d: %s", seed, question)
                    .isEqualTo(new Decoded(wanted.get(i).telemetry(), List.of()));
        }
    }

    @Test
    void bothWriteAndReadTheOtherMessagesAlike() throws Exception {
        List<Case> frames = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            Control.Type type = any(TYPES);
            ControlValues values = randomFields(type);
            while (fields(values)
                    .isEmpty()) { // shorter than any frame, which C calls a lack of fields when it is to write it
                values = randomFields(type);
            }
            String keyHex = randomKey();
            byte[] frame = ControlFrames.write(type, values, key(keyHex));
            frames.add(new Case(type, frame, keyHex));
            questions.add("M " + type.code() + " " + keyHex + fields(values));
        }
        questions.addAll(frames.stream().map(Case::question).toList());

        List<String> answers = askC(questions);

        int good = 0;
        for (int i = 0; i < FRAMES; i++) {
            Case frame = frames.get(i);
            String verdict = byJava(frame);
            good += verdict.startsWith("ok") ? 1 : 0;
            assertThat(answers.get(FRAMES + i)).as(frame.as(seed)).isEqualTo(verdict);
            assertThat(answers.get(i))
                    .as("seed %d: %s", seed, questions.get(i))
                    .isEqualTo(verdict.startsWith("ok") ? frame.hex() : verdict);
        }
        // Both sorts have to be there, or little was compared.
        assertThat(good).as("good ones, seed %d", seed).isBetween(FRAMES / 5, FRAMES * 9 / 10);
    }

    @Test
    void bothGiveDamagedFramesTheSameReason() throws Exception {
        List<Case> good = new ArrayList<>(randomTelemetry(300));
        for (int i = 0; i < 300; i++) {
            Control.Type type = any(TYPES);
            String keyHex = randomKey();
            good.add(new Case(type, ControlFrames.write(type, randomFields(type), key(keyHex)), keyHex));
        }
        good.removeIf(frame -> frame.bytes().length > 2000);
        List<Case> damaged = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            Case frame = good.get(random.nextInt(good.size()));
            damaged.add(new Case(frame.type(), damage(frame), random.nextInt(4) == 0 ? randomKey() : frame.keyHex()));
        }

        List<String> answers = askC(damaged.stream().map(Case::question).toList());

        Map<String, Long> verdicts = answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.startsWith("ok") ? "ok" : answer, Collectors.counting()));
        System.out.println(damaged.size() + " damaged frames, seed " + seed + ": " + verdicts);
        for (int i = 0; i < damaged.size(); i++) {
            assertThat(answers.get(i)).as(damaged.get(i).as(seed)).isEqualTo(byJava(damaged.get(i)));
        }
        for (Reason reason : Reason.values()) {
            // What only JSON can have; a NaN costs a reading and never a frame.
            if (reason != Reason.NOT_JSON && reason != Reason.NOT_A_NUMBER) {
                assertThat(verdicts).as("seed %d", seed).containsKey("bad " + reason.id());
            }
        }
    }

    // --- what Java makes of a frame, in the words of codec.c

    private static String byJava(Case frame) {
        return frame.type() == null ? telemetryByJava(frame) : messageByJava(frame.type(), frame);
    }

    private static String telemetryByJava(Case frame) {
        DecodeResult result = TelemetryDecoder.decode(frame.bytes(), Form.BINARY, key(frame.keyHex()));
        if (result instanceof Malformed malformed) {
            return "bad " + malformed.rejection().reason().id();
        }
        Decoded decoded = (Decoded) result;
        Telemetry telemetry = decoded.telemetry();
        MessageId id = Objects.requireNonNull(telemetry.id());
        StringBuilder line = new StringBuilder("ok ")
                .append(id.boot())
                .append(' ')
                .append(id.seq())
                .append(' ')
                .append(telemetry.nextSeconds())
                .append(' ')
                .append(telemetry.sinceStart() ? String.valueOf(telemetry.upMillis()) : "-");
        for (Sample sample : telemetry.samples()) {
            Unit unit = sample.unit();
            line.append(String.format(
                    " %s:%d:%016x:%d:%d",
                    sample.channel(),
                    sample.timeMicros() / 1000,
                    Double.doubleToLongBits(sample.value()),
                    sample.quality(),
                    unit == null ? 0 : unit.code()));
        }
        decoded.rejections()
                .forEach(
                        rejection -> line.append(" !").append(rejection.reason().id()));
        return line.toString();
    }

    private static String messageByJava(Control.Type type, Case frame) {
        DeviceKey key = key(frame.keyHex());
        ControlResult result = ControlCodec.decode(type, frame.bytes(), Form.BINARY, key);
        if (result instanceof ControlResult.Malformed malformed) {
            return "bad " + malformed.rejection().reason().id();
        }
        try {
            return "ok" + fields(ControlFrames.read(type, frame.bytes(), key));
        } catch (Refused e) {
            throw new AssertionError("was read a moment ago", e);
        }
    }

    private static String fields(ControlValues values) {
        StringBuilder line = new StringBuilder();
        for (ControlField field : FIELDS) {
            Long number = values.number(field);
            String text = values.text(field);
            if (number != null) {
                line.append(' ').append(field.number()).append('=').append(number);
            } else if (text != null) {
                line.append(' ')
                        .append(field.number())
                        .append('=')
                        .append(HEX.formatHex(text.getBytes(StandardCharsets.UTF_8)));
            } else if (field == ControlField.CHANNELS) {
                for (ChannelUnit channel : values.channels()) {
                    Unit unit = channel.unit();
                    line.append(' ').append(field.number()).append('=').append(unit == null ? 0 : unit.code());
                    line.append(':').append(channel.channel());
                }
            }
        }
        return line.toString();
    }

    // --- random things

    private List<Case> randomTelemetry(int count) {
        List<Case> frames = new ArrayList<>();
        while (frames.size() < count) {
            String keyHex = randomKey();
            frames.add(new Case(
                    null, TelemetryEncoder.encode(randomWish().telemetry(), Form.BINARY, key(keyHex)), keyHex));
        }
        return frames;
    }

    /** A message, and the line that asks C to write it. */
    private Wanted randomWish() {
        String keyHex = randomKey();
        long boot = random.nextLong() >>> (32 + random.nextInt(32));
        long seq = random.nextLong() >>> (32 + random.nextInt(32));
        int next = random.nextBoolean() ? 0 : 1 + random.nextInt(Telemetry.MAX_NEXT_SECONDS);
        long up = random.nextBoolean() ? Telemetry.NO_UP : random.nextLong(Timestamps.MAX_MILLIS + 1);
        long base = random.nextInt(4) == 0 ? random.nextLong(Timestamps.MAX_MILLIS + 1) : 1_795_226_400_000L;
        StringBuilder line = new StringBuilder("T ")
                .append(keyHex)
                .append(' ')
                .append(boot)
                .append(' ')
                .append(seq);
        line.append(' ').append(next).append(' ').append(up == Telemetry.NO_UP ? "-" : String.valueOf(up));
        line.append(' ').append(base);
        List<Sample> samples = new ArrayList<>();
        int series = 1 + (random.nextInt(50) == 0 ? random.nextInt(255) : random.nextInt(4));
        for (int i = 0; i < series; i++) {
            // Different ones, as Java puts the readings of a channel beside each other.
            String channel = "abcXYZ059".charAt(random.nextInt(9)) + "._-x".repeat(random.nextInt(15)) + i;
            randomSeries(channel, base, line, samples);
        }
        Telemetry telemetry = new Telemetry(new MessageId(boot, seq), samples, up, next);
        return new Wanted(line.toString(), keyHex, telemetry);
    }

    private void randomSeries(String channel, long base, StringBuilder line, List<Sample> samples) {
        boolean raw = random.nextInt(3) == 0;
        boolean regular = random.nextBoolean();
        boolean qualities = random.nextBoolean();
        Unit unit = random.nextBoolean() ? null : any(UNITS);
        int scale = random.nextInt(19) - 9;
        long interval = 1L + random.nextInt(100_000);
        int flags = (raw ? 1 : 0) | (regular ? 2 : 0) | (qualities ? 4 : 0);
        line.append(" /").append(channel).append(':').append(flags).append(':').append(unit == null ? 0 : unit.code());
        line.append(':').append(scale).append(':').append(interval);
        long time = Math.min(base + random.nextInt(1000), Timestamps.MAX_MILLIS);
        int count = 1 + (random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(12));
        for (int i = 0; i < count && time <= Timestamps.MAX_MILLIS; i++) {
            int quality = qualities ? random.nextInt(8) : 0;
            double value;
            line.append(' ').append(time).append(':');
            if (raw) {
                value = finite();
                line.append(String.format("%016x", Double.doubleToRawLongBits(value)));
            } else {
                long integer = random.nextInt(4) == 0
                        ? random.nextLong(-(1L << 53), (1L << 53) + 1)
                        : random.nextInt(2000) - 1000;
                value = new BigDecimal(BigInteger.valueOf(integer), -scale).doubleValue();
                line.append(integer);
            }
            line.append(':').append(quality);
            samples.add(new Sample(channel, time * 1000, value, quality, unit));
            time = regular
                    ? time + interval
                    : random.nextInt(9) == 0
                            ? random.nextLong(Timestamps.MAX_MILLIS + 1)
                            : time + random.nextInt(70_000);
        }
    }

    private double finite() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value + 0.0 : random.nextGaussian();
    }

    /** Mostly what the type must have, with values that are mostly in range. */
    private ControlValues randomFields(Control.Type type) {
        ControlValues values = new ControlValues();
        EnumMap<ControlField, Boolean> both = new EnumMap<>(ControlField.class);
        for (ControlField field : FIELDS) {
            // Of an answer's two names one is enough, and half of "oldest" is too little.
            boolean name =
                    type == Control.Type.ANSWER && field == ControlField.VERSION && both.containsKey(ControlField.ID);
            boolean half = field == ControlField.OLDEST_SEQ && both.containsKey(ControlField.OLDEST_BOOT);
            int chance = random.nextInt(100);
            if (!field.of(type) || (name ? chance > 3 : chance > (half || required(type, field) ? 98 : 60))) {
                continue;
            }
            both.put(field, true);
            boolean wrong = random.nextInt(150) == 0;
            switch (field.kind()) {
                case UNSIGNED, WORD, FLAGS, SIGNED -> values.put(field, Long.valueOf(number(field, wrong)));
                case ID -> values.put(field, wrong ? "no id" : "c" + random.nextInt(1000));
                case TEXT -> values.put(field, text(field, wrong));
                case CHANNELS -> channels(values);
            }
        }
        return values;
    }

    private static boolean required(Control.Type type, ControlField field) {
        return switch (type) {
            case RECEIPT, COMMAND -> field != ControlField.FROM;
            case TIME -> true;
            case CONFIG -> field == ControlField.VERSION;
            case STATUS -> field == ControlField.STATE || field == ControlField.BOOT || field == ControlField.CONN;
            case ANSWER -> field == ControlField.RESULT;
        };
    }

    private long number(ControlField field, boolean wrong) {
        if (wrong) {
            return field.kind() == ControlField.Kind.SIGNED ? -field.max() - 1 : field.max() + 1 + random.nextInt(3);
        }
        long value = random.nextBoolean()
                ? random.nextLong(field.min(), field.max() + 1)
                : Math.min(field.max(), Math.max(field.min(), random.nextInt(100)));
        return field == ControlField.FROM ? value / 1000 : value;
    }

    private String text(ControlField field, boolean wrong) {
        String characters = "aZ 09éß℃漢😀\u0080";
        int[] points = characters.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        while (random.nextInt(20) != 0 || wrong) {
            int point = points[random.nextInt(points.length)];
            int bytes = (text + Character.toString(point)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > field.max()) {
                return wrong ? text + "漢" : text.toString();
            }
            text.appendCodePoint(wrong && random.nextInt(30) == 0 ? 0x7F : point);
        }
        return text.toString();
    }

    private void channels(ControlValues values) {
        for (int i = random.nextInt(20) == 0 ? 64 : random.nextInt(4); i > 0; i--) {
            Unit unit = random.nextBoolean() ? null : any(UNITS);
            try {
                values.channel(new ChannelUnit("ch" + i, unit));
            } catch (Refused e) {
                throw new AssertionError("64 are allowed", e);
            }
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A key in hex, or "-" for none. */
    private String randomKey() {
        byte[] key = new byte[DeviceKey.MIN_BYTES + random.nextInt(DeviceKey.MAX_BYTES - DeviceKey.MIN_BYTES + 1)];
        random.nextBytes(key);
        return random.nextInt(3) == 0 ? HEX.formatHex(key) : "-";
    }

    private static @Nullable DeviceKey key(String hex) {
        return hex.equals("-") ? null : new DeviceKey(HEX.parseHex(hex));
    }

    // --- damage

    /** Changed, cut or longer somewhere; mostly with a checksum that says that all is well. */
    private byte[] damage(Case frame) {
        int dice = random.nextInt(100);
        byte[] bytes = frame.bytes();
        if (dice == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        if (dice == 1) {
            return Arrays.copyOf(bytes, frame.type() == null ? 65_537 : 4097);
        }
        // Half of the signed ones are damaged and then signed, or the signature would be all that is wrong with them.
        DeviceKey key = random.nextBoolean() ? key(frame.keyHex()) : null;
        int body = bytes.length - Frame.CHECKSUM_BYTES - (key == null ? 0 : DeviceKey.TAG_BYTES);
        byte[] changed = Arrays.copyOf(bytes, body);
        if (dice == 2) {
            changed[random.nextInt(3)] ^= (byte) (1 << random.nextInt(8));
            return random.nextBoolean() ? sealed(changed, key) : Arrays.copyOf(changed, bytes.length);
        }
        for (int changes = 1 + random.nextInt(3); changes > 0 && changed.length > 4; changes--) {
            int at = random.nextInt(random.nextInt(20) == 0 ? 3 : changed.length);
            switch (random.nextInt(6)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0x80 : 0xFF);
                case 3 -> changed = without(changed, at);
                case 4 -> changed = Arrays.copyOf(changed, Math.max(4, at));
                default -> changed = doubled(changed, at);
            }
        }
        return sealed(changed, key);
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, result, at, bytes.length - at - 1);
        return result;
    }

    private static byte[] doubled(byte[] bytes, int at) {
        byte[] result = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, result, at + 1, bytes.length - at);
        return result;
    }

    private static byte[] sealed(byte[] bytes, @Nullable DeviceKey key) {
        return Frame.close(bytes, bytes.length, key);
    }

    // --- the C process

    private List<String> askC(List<String> questions) throws IOException, InterruptedException {
        Path program = ReferenceC.codec();
        Path in = directory.resolve("questions");
        Path out = directory.resolve("answers");
        Path complaints = directory.resolve("complaints");
        Files.write(in, questions, StandardCharsets.US_ASCII);
        Process c = new ProcessBuilder(program.toString())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            assertThat(c.waitFor(5, TimeUnit.MINUTES)).as("C ends").isTrue();
        } finally {
            c.destroyForcibly();
        }
        assertThat(c.exitValue())
                .as("seed %d: %s", seed, Files.readString(complaints))
                .isZero();
        List<String> answers = Files.readAllLines(out, StandardCharsets.US_ASCII);
        assertThat(answers).hasSameSizeAs(questions);
        return answers.stream().map(CReferenceIT::rejectionsLast).toList();
    }

    /** C says what it refuses where it stands, and Java behind the readings. */
    private static String rejectionsLast(String answer) {
        if (!answer.contains(" !")) {
            return answer;
        }
        return Arrays.stream(answer.split(" "))
                .sorted(Comparator.comparing((String word) -> word.startsWith("!")))
                .collect(Collectors.joining(" "));
    }

    /**
     * A frame as a receiver gets it.
     *
     * @param type null: telemetry
     * @param keyHex of the receiver, or "-"
     */
    private record Case(Control.@Nullable Type type, String hex, String keyHex) {
        Case(Control.@Nullable Type type, byte[] bytes, String keyHex) {
            this(type, HEX.formatHex(bytes), keyHex);
        }

        byte[] bytes() {
            return HEX.parseHex(hex);
        }

        String question() {
            return (type == null ? "t " : "m " + type.code() + " ") + keyHex + " " + hex;
        }

        String as(long seed) {
            String question = question();
            return "seed " + seed + ": " + (question.length() > 3000 ? question.substring(0, 3000) + "..." : question);
        }
    }

    private record Wanted(String question, String keyHex, Telemetry telemetry) {}
}
