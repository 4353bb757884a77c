/** What the readings around a probe say about the probe itself. Pure. */
@NullMarked
package io.frostproof.alerts.probe;

import org.jspecify.annotations.NullMarked;
