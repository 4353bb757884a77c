/** Keeps the plan for all affected stock up to date with the facts. Thread-safe. */
@NullMarked
package io.frostproof.server.plan;

import org.jspecify.annotations.NullMarked;
