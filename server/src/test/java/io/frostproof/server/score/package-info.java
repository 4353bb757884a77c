/** Tests of the score. Threading: one thread each. */
@NullMarked
package io.frostproof.server.score;

import org.jspecify.annotations.NullMarked;
