/**
 * The only room that speaks SQL. Its classes implement the ports that other rooms declare. All are thread-safe unless they say
 * otherwise, and every call blocks, so only virtual threads or a program's main thread may make it.
 */
@NullMarked
package io.frostproof.store;

import org.jspecify.annotations.NullMarked;
