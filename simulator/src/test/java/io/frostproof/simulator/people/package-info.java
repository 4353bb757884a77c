@NullMarked
package io.frostproof.simulator.people;

import org.jspecify.annotations.NullMarked;
