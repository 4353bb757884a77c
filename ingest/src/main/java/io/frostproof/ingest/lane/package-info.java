/**
 * Lanes: each owns the conditions of its devices and writes them in transaction A. A lane is a virtual-thread verticle; what it owns\n * is touched on its own context only.
 */
@NullMarked
package io.frostproof.ingest.lane;

import org.jspecify.annotations.NullMarked;
