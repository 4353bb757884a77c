/** What channels measure, and in which units. Immutable, safe to share between threads. */
@NullMarked
package io.frostproof.alerts.quantity;

import org.jspecify.annotations.NullMarked;
