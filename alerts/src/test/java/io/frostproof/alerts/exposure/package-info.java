/** Tests of what stock lived through. Single-threaded. */
@NullMarked
package io.frostproof.alerts.exposure;

import org.jspecify.annotations.NullMarked;
