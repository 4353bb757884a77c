/** What people are told, and the ports through which notices leave. Pure: texts and decisions, no I/O. */
@NullMarked
package io.frostproof.alerts.notify;

import org.jspecify.annotations.NullMarked;
