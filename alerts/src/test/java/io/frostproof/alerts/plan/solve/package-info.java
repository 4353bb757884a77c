@NullMarked
package io.frostproof.alerts.plan.solve;

import org.jspecify.annotations.NullMarked;
