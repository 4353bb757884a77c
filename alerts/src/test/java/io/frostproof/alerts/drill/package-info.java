@NullMarked
package io.frostproof.alerts.drill;

import org.jspecify.annotations.NullMarked;
