/** Tests of exposures. Single-threaded. */
@NullMarked
package io.frostproof.alerts.stock;

import org.jspecify.annotations.NullMarked;
