/** The demo, whole. */
@NullMarked
package io.frostproof.server.demo;

import org.jspecify.annotations.NullMarked;
