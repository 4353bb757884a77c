@NullMarked
package io.frostproof.simulator.sensing;

import org.jspecify.annotations.NullMarked;
