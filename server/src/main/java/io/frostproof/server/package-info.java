/** Placeholder. */
@org.jspecify.annotations.NullMarked
package io.frostproof.server;
