package io.frostproof.alerts.exposure;

import java.util.Arrays;

/**
 * A stretch of a {@link Course} in few bytes, for whoever keeps many: some four for each step when times are whole seconds and temperatures have up to three decimals,
 * and more otherwise. Nothing is lost. Immutable.
 */
public final class PackedCourse {

    private static final double THOUSANDTHS = 1000;

    /** How the value of a step is written: unknown, as the difference to the one before in thousandths, or as it is. */
    private static final int UNKNOWN = 0;

    private static final int ONE_THOUSANDTHS = 1;
    private static final int TWO_THOUSANDTHS = 2;
    private static final int TWO_DOUBLES = 3;

    /** What times of steps are whole multiples of, µs. */
    private static final long[] UNITS = {1_000_000, 1_000, 1};

    private final long fromMicros;
    private final int unit;
    private final byte[] bytes;

    private PackedCourse(long fromMicros, int unit, byte[] bytes) {
        this.fromMicros = fromMicros;
        this.unit = unit;
        this.bytes = bytes;
    }

    /**
     * Packs what a course says of a stretch of time.
     *
     * @param toMicros exclusive, later than {@code fromMicros}
     */
    public static PackedCourse of(Course course, long fromMicros, long toMicros) {
        int first = course.at(fromMicros);
        int last = course.at(toMicros - 1);
        var out = new Out();
        int unit = unit(course, fromMicros, first, last);
        long before = fromMicros;
        for (int step = first; step <= last; step++) {
            long begin = step == first ? fromMicros : course.fromMicros(step);
            out.number((begin - before) / UNITS[unit]);
            before = begin;
            if (step < 0) {
                out.value(Double.NaN, Double.NaN);
            } else {
                out.value(course.coldest(step), course.warmest(step));
            }
        }
        return new PackedCourse(fromMicros, unit, Arrays.copyOf(out.bytes, out.count));
    }

    private static int unit(Course course, long fromMicros, int first, int last) {
        int unit = 0;
        for (int step = first + 1; step <= last; step++) {
            while ((course.fromMicros(step) - fromMicros) % UNITS[unit] != 0) {
                unit++;
            }
        }
        return unit;
    }

    /** Says it again; what was said before must end before it begins. */
    public void unpack(Course.Builder into) {
        var in = new In();
        long micros = fromMicros;
        while (in.at < bytes.length) {
            micros += in.number() * UNITS[unit];
            in.value();
            into.step(micros, in.coldest, in.warmest);
        }
    }

    /** How much memory it takes, about. */
    public int sizeBytes() {
        return 48 + bytes.length;
    }

    /** The bits of a number, seven at a time, the lowest first. */
    private static final class Out {
        private byte[] bytes = new byte[256];
        private int count;
        private long cold;
        private long warm;

        void value(double coldest, double warmest) {
            if (Double.isNaN(coldest)) {
                octet(UNKNOWN);
                return;
            }
            boolean one = same(coldest, warmest);
            if (!inThousandths(coldest) || !inThousandths(warmest)) {
                octet(TWO_DOUBLES);
                whole(coldest);
                whole(warmest);
                return;
            }
            octet(one ? ONE_THOUSANDTHS : TWO_THOUSANDTHS);
            long colder = Math.round(coldest * THOUSANDTHS);
            difference(colder - cold);
            cold = colder;
            if (!one) {
                long warmer = Math.round(warmest * THOUSANDTHS);
                difference(warmer - warm);
                warm = warmer;
            }
        }

        private static boolean inThousandths(double celsius) {
            return same(Math.round(celsius * THOUSANDTHS) / THOUSANDTHS, celsius);
        }

        /** Also of zero and minus zero. */
        private static boolean same(double one, double other) {
            return Double.doubleToLongBits(one) == Double.doubleToLongBits(other);
        }

        private void difference(long value) {
            number((value << 1) ^ (value >> 63));
        }

        private void whole(double value) {
            long bits = Double.doubleToLongBits(value);
            for (int shift = 0; shift < 64; shift += 8) {
                octet((int) (bits >>> shift) & 0xff);
            }
        }

        private void number(long value) {
            long rest = value;
            while (rest >>> 7 != 0) {
                octet((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            octet((int) rest);
        }

        private void octet(int value) {
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * count);
            }
            bytes[count++] = (byte) value;
        }
    }

    private final class In {
        private int at;
        private long cold;
        private long warm;
        private double coldest;
        private double warmest;

        void value() {
            int how = bytes[at++];
            if (how == UNKNOWN) {
                coldest = Double.NaN;
                warmest = Double.NaN;
            } else if (how == TWO_DOUBLES) {
                coldest = whole();
                warmest = whole();
            } else {
                cold += difference();
                coldest = cold / THOUSANDTHS;
                if (how == ONE_THOUSANDTHS) {
                    warmest = coldest;
                } else {
                    warm += difference();
                    warmest = warm / THOUSANDTHS;
                }
            }
        }

        private long difference() {
            long number = number();
            return (number >>> 1) ^ -(number & 1);
        }

        private double whole() {
            long bits = 0;
            for (int shift = 0; shift < 64; shift += 8) {
                bits |= (bytes[at++] & 0xffL) << shift;
            }
            return Double.longBitsToDouble(bits);
        }

        private long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
