package io.frostproof.protocol;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The samples of one decoded message. A decoder fills it and then only hands it on, so that it is a list that nobody can
 * change, without the second copy that {@code List.copyOf} would make.
 */
final class SampleList extends AbstractList<Sample> implements RandomAccess {

    private static final Sample[] NONE = {};

    private Sample[] samples = NONE;
    private int size;

    /** Makes room for {@code more} samples, and for {@code likely} while at it; never for more than a message may have. */
    void room(int more, int likely) {
        if (samples.length - size < more) {
            int wanted = Math.max(size + Math.max(more, likely), 2 * size);
            samples = Arrays.copyOf(samples, Math.min(wanted, JsonTelemetryDecoder.MAX_READINGS));
        }
    }

    /** Adds one for which there is room. For the decoder alone, as long as nobody else has the list. */
    void append(Sample sample) {
        samples[size++] = sample;
    }

    /** Gives back room that was taken for nothing: a list lives as long as its message. */
    SampleList trimmed() {
        if (size < samples.length / 2) {
            samples = Arrays.copyOf(samples, size);
        }
        return this;
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
