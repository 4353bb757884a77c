/** Whole servers against real databases and brokers. */
@NullMarked
package io.frostproof.server.endtoend;

import org.jspecify.annotations.NullMarked;
