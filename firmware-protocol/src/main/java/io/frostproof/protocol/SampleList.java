package io.frostproof.protocol;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/** The samples of one decoded message, which a decoder fills once; unlike {@code List.copyOf} without a second copy. */
final class SampleList extends AbstractList<Sample> implements RandomAccess {

    static final SampleList EMPTY = new SampleList(new Sample[0], 0);

    private final Sample[] samples;
    private final int size;

    private SampleList(Sample[] samples, int size) {
        this.samples = samples;
        this.size = size;
    }

    /** Takes the first {@code size} elements of an array over; the caller forgets it. */
    static SampleList takeOver(Sample[] samples, int size) {
        if (size == 0) {
            return EMPTY;
        }
        // A list lives as long as its message; half of an array of nothing would live with it.
        return new SampleList(size < samples.length / 2 ? Arrays.copyOf(samples, size) : samples, size);
    }

    @Override
    public Sample get(int index) {
        return samples[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
        return size;
    }
}
