/**
 * The {@code frostproof} command. Each subcommand is one class; exit codes are 0 (done), 1 (failed), 2 (wrong use).
 */
@NullMarked
package io.frostproof.server.command;

import org.jspecify.annotations.NullMarked;
