/** Tests of texts and delivery decisions. Single-threaded. */
@NullMarked
package io.frostproof.alerts.notify;

import org.jspecify.annotations.NullMarked;
