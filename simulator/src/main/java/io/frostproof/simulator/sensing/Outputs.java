package io.frostproof.simulator.sensing;

import io.frostproof.protocol.DeviceStatus.Ability;
import java.util.Set;

/**
 * What a device can do beside measuring.
 *
 * @param abilities it says that it has them
 * @param stuck it refuses to use them, as with a latch that is jammed
 */
public record Outputs(Set<Ability> abilities, boolean stuck) {

    /** Nothing, and it says nothing of it. */
    public static final Outputs NONE = new Outputs(Set.of(), false);

    public Outputs {
        abilities = Set.copyOf(abilities);
    }
}
