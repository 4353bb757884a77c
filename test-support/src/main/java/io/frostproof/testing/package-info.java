/**
 * Real parts for tests: PostgreSQL, TimescaleDB and Mosquitto on free loopback ports, sinks for mail and webhooks, and a clock
 * that a test sets. Nothing here is shipped.
 *
 * <p>Every part keeps its files in a temporary directory of its own, is stopped by the pid that was started, also when the JVM
 * ends, and what a killed JVM left behind is cleared by the next one. A part that this machine cannot offer skips the test that
 * asks for it, with the reason shown, or fails it where {@code FROSTPROOF_REQUIRE_SERVICES=true} (see {@link
 * io.frostproof.testing.Services}).
 *
 * <p>Threading: every public type may be used from any thread.
 */
@org.jspecify.annotations.NullMarked
package io.frostproof.testing;
