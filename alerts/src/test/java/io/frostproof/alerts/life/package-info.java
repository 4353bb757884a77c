/** Tests of where stock was. Single-threaded. */
@NullMarked
package io.frostproof.alerts.life;

import org.jspecify.annotations.NullMarked;
