/** Who may use the server: users, passwords, tokens. Thread-safe; what asks the database blocks, so it belongs on virtual threads. */
@NullMarked
package io.frostproof.server.access;

import org.jspecify.annotations.NullMarked;
