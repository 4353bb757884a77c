/** Holds the arrows between the rooms. */
@NullMarked
package io.frostproof.server.architecture;

import org.jspecify.annotations.NullMarked;
