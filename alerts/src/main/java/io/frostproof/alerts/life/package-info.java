/**
 * Where stock was, as a function of what was told about it: receipts, moves, splits, merges and removals, in any order of arrival. Pure; nothing here
 * knows a temperature.
 */
@NullMarked
package io.frostproof.alerts.life;

import org.jspecify.annotations.NullMarked;
