/** What people do with what was set apart: try a dead letter again, take a suspect reading into the log. Thread-safe; calls block. */
@NullMarked
package io.frostproof.server.review;

import org.jspecify.annotations.NullMarked;
