/** Dwell: how long handling units stay in a stage that has a limit. Breaches are excursions, computed from movements and dated limits alone. Pure. */
@NullMarked
package io.frostproof.alerts.dwell;

import org.jspecify.annotations.NullMarked;
