/**
 * From a payload to something that a lane can store: decoding, and judging of devices, channels, times and values. Stateless or\n * thread-safe; runs on the thread of the source.
 */
@NullMarked
package io.frostproof.ingest.intake;

import org.jspecify.annotations.NullMarked;
