package io.frostproof.alerts.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way that goods took, from their receipt on: places without a gap between them, in order. A handling unit that never was merged has one strand. A merged one has
 * one for each different past of its goods, since nobody can know afterwards which piece came from where; and so have its parts.
 */
public record Strand(List<Sojourn> sojourns) {

    /** As many pasts of one handling unit are told apart: each split and merge back can double them. */
    static final int MOST = 64;

    /** A stretch in one place, as whatever. */
    record Stop(@Nullable String place, long fromMicros) {}

    /** Where it was, without the names that the goods had. */
    List<Stop> way() {
        var way = new ArrayList<Stop>();
        for (Sojourn sojourn : sojourns) {
            if (way.isEmpty() || !Objects.equals(way.getLast().place(), sojourn.place())) {
                way.add(new Stop(sojourn.place(), sojourn.fromMicros()));
            }
        }
        return way;
    }

    public Strand {
        sojourns = List.copyOf(sojourns);
        for (int i = 1; i < sojourns.size(); i++) {
            if (!Objects.equals(sojourns.get(i - 1).toMicros(), sojourns.get(i).fromMicros())) {
                throw new IllegalArgumentException("a gap before " + sojourns.get(i));
            }
        }
    }

    /** When it began. */
    public long fromMicros() {
        return sojourns.getFirst().fromMicros();
    }

    /** This one, and from {@code timeMicros} on, at which it is over, at another place or as another handling unit. */
    Strand then(Sojourn next) {
        Sojourn last = sojourns.getLast();
        if (last.toMicros() == null
                && last.handlingUnit().equals(next.handlingUnit())
                && Objects.equals(last.place(), next.place())) {
            return this;
        }
        var longer = new ArrayList<>(until(next.fromMicros()));
        longer.add(next);
        return new Strand(longer);
    }

    /** This one, over at {@code timeMicros}; null when nothing of it was before that. */
    @Nullable
    Strand endedAt(long timeMicros) {
        List<Sojourn> ended = until(timeMicros);
        return ended.isEmpty() ? null : new Strand(ended);
    }

    /** Its sojourns with the last one closed; a last one of no length has never been. */
    private List<Sojourn> until(long timeMicros) {
        Sojourn last = sojourns.getLast();
        if (last.toMicros() != null) {
            return sojourns;
        }
        var closed = new ArrayList<>(sojourns.subList(0, sojourns.size() - 1));
        if (last.fromMicros() < timeMicros) {
            closed.add(new Sojourn(last.handlingUnit(), last.place(), last.fromMicros(), timeMicros));
        }
        return closed;
    }
}
