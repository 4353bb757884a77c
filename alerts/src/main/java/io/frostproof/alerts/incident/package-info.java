/** Incidents: what people work on. Pure. */
@NullMarked
package io.frostproof.alerts.incident;

import org.jspecify.annotations.NullMarked;
