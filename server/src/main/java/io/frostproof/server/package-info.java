/** The entry point of the {@code frostproof} command. */
@NullMarked
package io.frostproof.server;

import org.jspecify.annotations.NullMarked;
