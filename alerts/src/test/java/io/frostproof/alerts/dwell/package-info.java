@NullMarked
package io.frostproof.alerts.dwell;

import org.jspecify.annotations.NullMarked;
