/**
 * A durable queue of records in local files: what has been acknowledged while the log was away. It knows nothing of what is in the
 * records.
 */
@NullMarked
package io.frostproof.ingest.spool;

import org.jspecify.annotations.NullMarked;
