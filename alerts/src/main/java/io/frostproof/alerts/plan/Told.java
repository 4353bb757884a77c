package io.frostproof.alerts.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a plan said of one handling unit, in short: what the next plan goes on with.
 *
 * @param lane by which it leaves; null: it stays
 * @param temperatureClass of the room that it leaves for; null: it stays
 */
public record Told(@Nullable String lane, @Nullable String temperatureClass) {

    /** It stays where it is. */
    public static final Told STAYS = new Told(null, null);

    static Told of(Proposal proposal) {
        Route route = proposal.route();
        return route == null ? STAYS : new Told(route.lane().id(), route.temperatureClass());
    }
}
