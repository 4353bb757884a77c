/** Tests of the way of a captured event. */
@NullMarked
package io.frostproof.server.capture;

import org.jspecify.annotations.NullMarked;
