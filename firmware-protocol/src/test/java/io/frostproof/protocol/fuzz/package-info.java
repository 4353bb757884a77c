/** Hostile bytes for the codec, made by chance with a seed; tests use a short form, {@code ./frostproof fuzz protocol} a long one. */
@org.jspecify.annotations.NullMarked
package io.frostproof.protocol.fuzz;
