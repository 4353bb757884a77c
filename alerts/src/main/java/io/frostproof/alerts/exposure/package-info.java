/**
 * What stock lived through: temperatures of places joined with the times at which goods were there, summed up by what the product tolerates. Pure. Unknown
 * time is counted apart and is neither good nor bad.
 */
@NullMarked
package io.frostproof.alerts.exposure;

import org.jspecify.annotations.NullMarked;
