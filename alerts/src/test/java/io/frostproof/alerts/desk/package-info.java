/** Tests of the desk over a transaction in memory. Single-threaded. */
@NullMarked
package io.frostproof.alerts.desk;

import org.jspecify.annotations.NullMarked;
