/** {@code ./frostproof bench detection}. */
@NullMarked
package io.frostproof.alerts.bench;

import org.jspecify.annotations.NullMarked;
