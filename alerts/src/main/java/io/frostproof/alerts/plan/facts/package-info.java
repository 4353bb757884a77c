/**
 * What a plan is made of: what nodes and lanes can do, the stock that is affected, the orders that wait for it. Facts of one moment, from wherever. Pure, immutable, safe to share between threads.
 * Instants are microseconds since 1970, UTC; money is in one currency.
 */
@NullMarked
package io.frostproof.alerts.plan.facts;

import org.jspecify.annotations.NullMarked;
