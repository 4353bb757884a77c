/** The commands that ask a server. */
@NullMarked
package io.frostproof.server.client;

import org.jspecify.annotations.NullMarked;
