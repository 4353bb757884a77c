@NullMarked
package io.frostproof.ingest.spool;

import org.jspecify.annotations.NullMarked;
