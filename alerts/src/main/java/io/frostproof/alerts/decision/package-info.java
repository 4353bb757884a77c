/** Decisions about stock: proposals with their evidence, and what people made of them. Pure. */
@NullMarked
package io.frostproof.alerts.decision;

import org.jspecify.annotations.NullMarked;
