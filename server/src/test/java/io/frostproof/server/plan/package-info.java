/** Tests of when plans are made. */
@NullMarked
package io.frostproof.server.plan;

import org.jspecify.annotations.NullMarked;
