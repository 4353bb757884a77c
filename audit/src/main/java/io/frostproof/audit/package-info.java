/**
 * Evidence for people outside: the temperature log of a unit with what must be known to judge it. Pure apart from the
 * {@link io.frostproof.audit.UnitLogSource} that it is handed. Records may be shared; everything else belongs to one thread.
 */
@NullMarked
package io.frostproof.audit;

import org.jspecify.annotations.NullMarked;
