/**
 * EPCIS 2.0: reads and checks JSON documents, tells what their events mean for stock, and knows the identifiers of GS1. Pure: no SQL, no Vert.x, no
 * clock. Everything here is immutable or belongs to the thread that made it.
 */
@NullMarked
package io.frostproof.server.epcis;

import org.jspecify.annotations.NullMarked;
