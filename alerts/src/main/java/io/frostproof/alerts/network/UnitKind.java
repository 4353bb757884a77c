package io.frostproof.alerts.network;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What sort of thing a unit is. The identifier is the word in files, SQL and the API.
 *
 * <p>The product's lag is the heat that the contents hold over the heat that passes between them and the air, C/G. The numbers are those of
 * docs/simulator-physics.md (rows "contents" and "air-contents"), the smallest of the designs of a kind, rounded down to half an hour: too
 * short a lag pages early, too long a lag late. They are estimates for a filled unit; a unit whose lag is known says so itself.
 */
public enum UnitKind {
    /** Passive box 33/4 kJ/K per W/K = 2.3 h, module 105/8 = 3.6 h. */
    LOCKER("locker", 120),
    /** Upright 120/10 = 3.3 h, ice-lined 105/5 = 5.8 h. */
    FRIDGE("fridge", 180),
    /** 2,400/200 = 3.3 h. */
    COLD_ROOM("cold_room", 180),
    /** 285/18 = 4.4 h. */
    FREEZER("freezer", 240),
    /** 170/18 = 2.6 h. */
    ULTRA_COLD_FREEZER("ultra_cold_freezer", 150),
    /** As a cold room: the simulator has none. */
    REEFER("reefer", 180),
    /** 6,000/600 = 2.8 h. */
    DOCK_ZONE("dock_zone", 150),
    /** Stores nothing. */
    GENERATOR("generator", 0);

    private final String id;
    private final Duration productLag;

    UnitKind(String id, int productLagMinutes) {
        this.id = id;
        productLag = Duration.ofMinutes(productLagMinutes);
    }

    public String id() {
        return id;
    }

    /** Time constant with which the product follows the air in a unit of this kind, unless the unit has its own. */
    public Duration productLag() {
        return productLag;
    }

    /** The one of this identifier, or null. */
    public static @Nullable UnitKind find(String id) {
        for (UnitKind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
        }
        return null;
    }
}
