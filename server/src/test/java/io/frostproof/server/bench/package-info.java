/** The pages and the API against the bars of their issue: {@code ./frostproof bench face}. Not part of the tests. */
@NullMarked
package io.frostproof.server.bench;

import org.jspecify.annotations.NullMarked;
