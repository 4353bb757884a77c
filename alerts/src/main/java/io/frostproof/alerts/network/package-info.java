/**
 * The network as it is configured: places, units, devices with their dated placements, products and stock. Immutable
 * records, safe to share between threads. Identifiers are the user's own, unique per kind.
 */
@NullMarked
package io.frostproof.alerts.network;

import org.jspecify.annotations.NullMarked;
