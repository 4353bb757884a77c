@NullMarked
package io.frostproof.ingest.lane;

import org.jspecify.annotations.NullMarked;
