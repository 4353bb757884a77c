/** What would happen if a node, a lane or a region was lost now, by the same engine that plans when it is; and what is missing to save more. Pure. */
@NullMarked
package io.frostproof.alerts.drill;

import org.jspecify.annotations.NullMarked;
