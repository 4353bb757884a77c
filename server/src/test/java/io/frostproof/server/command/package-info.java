/** Tests of the command line. */
@NullMarked
package io.frostproof.server.command;

import org.jspecify.annotations.NullMarked;
