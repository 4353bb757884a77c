/** How the outside is told of decisions. */
@NullMarked
package io.frostproof.server.action;

import org.jspecify.annotations.NullMarked;
