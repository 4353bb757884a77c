@NullMarked
package io.frostproof.alerts.plan;

import org.jspecify.annotations.NullMarked;
