@NullMarked
package io.frostproof.alerts.probe;

import org.jspecify.annotations.NullMarked;
