/** Tests. */
@NullMarked
package io.frostproof.server.review;

import org.jspecify.annotations.NullMarked;
