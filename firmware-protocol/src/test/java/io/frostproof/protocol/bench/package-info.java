/** How fast the codec is; run by {@code ./frostproof bench protocol}, never by a test. */
@org.jspecify.annotations.NullMarked
package io.frostproof.protocol.bench;
