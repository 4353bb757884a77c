/** How the log is written. */
@NullMarked
package io.frostproof.server.logging;

import org.jspecify.annotations.NullMarked;
