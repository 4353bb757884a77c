@NullMarked
package io.frostproof.alerts.disposition;

import org.jspecify.annotations.NullMarked;
