@NullMarked
package io.frostproof.ingest.device;

import org.jspecify.annotations.NullMarked;
