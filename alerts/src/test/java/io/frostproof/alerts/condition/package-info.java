/** Tests of conditions of one channel. Single-threaded. */
@NullMarked
package io.frostproof.alerts.condition;

import org.jspecify.annotations.NullMarked;
