@NullMarked
package io.frostproof.simulator.load;

import org.jspecify.annotations.NullMarked;
