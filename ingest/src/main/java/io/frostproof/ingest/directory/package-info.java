/**
 * Which devices and channels there are, as ingest needs to know them. Immutable values; the directory itself is thread-safe.
 */
@NullMarked
package io.frostproof.ingest.directory;

import org.jspecify.annotations.NullMarked;
