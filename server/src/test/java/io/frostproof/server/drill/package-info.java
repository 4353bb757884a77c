@NullMarked
package io.frostproof.server.drill;

import org.jspecify.annotations.NullMarked;
