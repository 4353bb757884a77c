/**
 * Scores the server against a simulation whose truth is known: a private server on a clock that is moved in steps, the notices it hands over,
 * and the comparison of these with what was true. docs/scoring.md defines every word and number of it. The truth never reaches the
 * server. Classes of the comparison are pure; the rest says for itself which threads may call.
 */
@NullMarked
package io.frostproof.server.score;

import org.jspecify.annotations.NullMarked;
