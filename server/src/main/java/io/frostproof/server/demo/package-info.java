/**
 * The demo: a simulated network against an embedded server, and what it tells on the terminal.
 */
@NullMarked
package io.frostproof.server.demo;

import org.jspecify.annotations.NullMarked;
