@NullMarked
package io.frostproof.ingest.intake;

import org.jspecify.annotations.NullMarked;
