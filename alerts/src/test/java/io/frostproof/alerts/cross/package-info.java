/** Tests of conditions that take more than one channel. */
@NullMarked
package io.frostproof.alerts.cross;

import org.jspecify.annotations.NullMarked;
