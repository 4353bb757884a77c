/** What a drill found, for programs and for people. */
@NullMarked
package io.frostproof.server.drill;

import org.jspecify.annotations.NullMarked;
