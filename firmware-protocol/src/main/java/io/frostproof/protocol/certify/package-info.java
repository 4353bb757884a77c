/**
 * Compares implementations of the contract by the golden vectors: what bytes mean, in a form that every language can print.
 * Values and pure functions, safe from any thread. Needs jackson-databind.
 */
@org.jspecify.annotations.NullMarked
package io.frostproof.protocol.certify;
