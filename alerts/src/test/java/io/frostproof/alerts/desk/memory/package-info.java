/** Tests of a desk's store and outbox in memory. Single-threaded. */
@NullMarked
package io.frostproof.alerts.desk.memory;

import org.jspecify.annotations.NullMarked;
