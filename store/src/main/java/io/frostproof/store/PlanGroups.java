package io.frostproof.store;

import io.frostproof.alerts.plan.Action;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Proposals that people decide together. */
final class PlanGroups {

    /** A departure that shifts by no more is the same one: people who approved it were told nothing that matters otherwise. */
    static final Duration SAME_DEPARTURE = Duration.ofMinutes(30);

    private PlanGroups() {}

    /**
     * What goods of one decision have in common.
     *
     * @param departsMicros null: they stay
     */
    record Terms(
            String disposition,
            String from,
            @Nullable String to,
            @Nullable String lane,
            @Nullable String temperatureClass,
            @Nullable Long departsMicros) {

        /** Null for what nobody has to decide. */
        static @Nullable Terms of(Proposal proposal) {
            if (proposal.action() == Action.NO_ACTION) {
                return null;
            }
            Route route = proposal.route();
            boolean goes = proposal.action() == Action.TRANSFER || proposal.action() == Action.REROUTE;
            if (!goes || route == null) {
                return new Terms(proposal.action().id(), proposal.unit().node(), null, null, null, null);
            }
            return new Terms(
                    proposal.action().id(),
                    proposal.unit().node(),
                    route.site().node(),
                    route.lane().id(),
                    route.temperatureClass(),
                    route.departsMicros());
        }

        /** Whether it says the same as another one; whoever leaves about now leaves at once, by both. */
        boolean sameAs(Terms other, long nowMicros) {
            return disposition.equals(other.disposition)
                    && from.equals(other.from)
                    && Objects.equals(to, other.to)
                    && Objects.equals(lane, other.lane)
                    && Objects.equals(temperatureClass, other.temperatureClass)
                    && sameDeparture(departsMicros, other.departsMicros, nowMicros);
        }

        private static boolean sameDeparture(@Nullable Long one, @Nullable Long other, long nowMicros) {
            if (one == null || other == null) {
                return Objects.equals(one, other);
            }
            long within = SAME_DEPARTURE.toNanos() / 1000;
            return Math.abs(one - other) <= within || Math.max(one, other) <= nowMicros + within;
        }

        String text() {
            return String.join("|", disposition, from, to == null ? "" : to, lane == null ? "" : lane) + "|"
                    + (temperatureClass == null ? "" : temperatureClass) + "|" + departsMicros;
        }
    }

    /** By what they have in common, in the order of its text. */
    static Map<String, List<Proposal>> of(Collection<Proposal> proposals) {
        var groups = new TreeMap<String, List<Proposal>>();
        for (Proposal proposal : proposals) {
            Terms key = Objects.requireNonNull(Terms.of(proposal));
            groups.computeIfAbsent(key.text(), text -> new ArrayList<>()).add(proposal);
        }
        return groups;
    }
}
