/** Tests. */
@NullMarked
package io.frostproof.server.live;

import org.jspecify.annotations.NullMarked;
