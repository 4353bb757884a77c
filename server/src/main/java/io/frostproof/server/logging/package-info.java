/** How the server's log is written: one line for each event, as text for people or as JSON for programs, with the same keys. Thread-safe. */
@NullMarked
package io.frostproof.server.logging;

import org.jspecify.annotations.NullMarked;
