/** Tests of who may decide. */
@NullMarked
package io.frostproof.alerts.govern;

import org.jspecify.annotations.NullMarked;
