/** The contract with devices: topics, payloads and receipts. Immutable values and pure functions, safe from any thread. */
@org.jspecify.annotations.NullMarked
package io.frostproof.protocol;
