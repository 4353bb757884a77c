package io.frostproof.alerts.exposure;

import io.frostproof.alerts.life.Life;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The exposure ledger of one handling unit: each of its strands on its own. Goods that were merged have several pasts, and no figure mixes them: whatever is asked
 * of the whole is answered by the strand that fared worst in just that.
 *
 * @param strands in the order of the life's; none when it was there for no time
 */
public record LifeExposure(List<StrandExposure> strands) {

    public LifeExposure {
        strands = List.copyOf(strands);
    }

    /**
     * Reckons it.
     *
     * @param meters of each place by id, for {@code tolerance}
     * @param nowMicros until when, microseconds since 1970, UTC
     */
    public static LifeExposure of(
            Life life, Tolerance tolerance, Function<String, ExposureMeter> meters, long nowMicros) {
        return ofSums(life, tolerance, (place, from, to) -> meters.apply(place).between(from, to), nowMicros);
    }

    /** The same out of sums that are there already. */
    public static LifeExposure ofSums(Life life, Tolerance tolerance, StrandExposure.Sums sums, long nowMicros) {
        int allowances = tolerance.allowances().size();
        return new LifeExposure(life.strands().stream()
                .map(strand -> StrandExposure.of(strand, sums, allowances, nowMicros))
                .toList());
    }

    /**
     * The largest of a figure over all strands, such as the time above the band.
     *
     * @return 0 when there is no strand
     */
    public double worst(ToDoubleFunction<ExposureSum> figure) {
        return strands.stream()
                .map(StrandExposure::sum)
                .mapToDouble(figure)
                .max()
                .orElse(0);
    }

    /**
     * The number of the strand that fared worst in a figure: the least known or in the band, the coldest, else the most.
     *
     * @return the first of several; -1 when there is no strand
     */
    public int worstStrand(Figure figure) {
        int worst = -1;
        for (int i = 0; i < strands.size(); i++) {
            if (worst < 0
                    || figure.badness(strands.get(i).sum())
                            > figure.badness(strands.get(worst).sum())) {
                worst = i;
            }
        }
        return worst;
    }

    /**
     * What is left of an allowance for the strand that used most of it.
     *
     * @param allowance its number in the tolerance
     * @return µs; below 0 by how much it was exceeded
     */
    public long leftMicros(Tolerance tolerance, int allowance) {
        long used = strands.stream()
                .mapToLong(strand -> strand.sum().allowanceMicros().get(allowance))
                .max()
                .orElse(0);
        return tolerance.allowances().get(allowance).time().toNanos() / 1000 - used;
    }
}
