/** Tests of incidents. Single-threaded. */
@NullMarked
package io.frostproof.alerts.incident;

import org.jspecify.annotations.NullMarked;
