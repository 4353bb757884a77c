/**
 * The way of a captured EPCIS event: kept when it comes, looked at by one worker, then counted, kept or held. Thread-safe where it is public.
 */
@NullMarked
package io.frostproof.server.capture;

import org.jspecify.annotations.NullMarked;
