/** Tests of excursions. Single-threaded. */
@NullMarked
package io.frostproof.alerts.excursion;

import org.jspecify.annotations.NullMarked;
