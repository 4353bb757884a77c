/**
 * The commands that ask a running server over its API, and the client they share. Each command is for one thread; the client is
 * thread-safe.
 */
@NullMarked
package io.frostproof.server.client;

import org.jspecify.annotations.NullMarked;
