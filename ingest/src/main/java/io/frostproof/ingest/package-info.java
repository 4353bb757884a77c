/**
 * Moves data from sources into the log: intake, lanes, sources. Rooms around it see the ports in its packages.
 */
@NullMarked
package io.frostproof.ingest;

import org.jspecify.annotations.NullMarked;
