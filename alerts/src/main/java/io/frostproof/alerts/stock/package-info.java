/** Stock in place and time: stays, and what they shared with excursions. Pure. */
@NullMarked
package io.frostproof.alerts.stock;

import org.jspecify.annotations.NullMarked;
