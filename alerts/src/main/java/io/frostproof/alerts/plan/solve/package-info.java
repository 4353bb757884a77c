/** The sum behind a plan, without words: who goes where, so that it costs least and nothing is fuller than it may be. Pure, deterministic. */
@NullMarked
package io.frostproof.alerts.plan.solve;

import org.jspecify.annotations.NullMarked;
