/** Excursions: intervals of event time, computed from the transitions of a condition slot. Pure. */
@NullMarked
package io.frostproof.alerts.excursion;

import org.jspecify.annotations.NullMarked;
