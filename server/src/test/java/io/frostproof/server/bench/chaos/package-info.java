/**
 * A whole deployment under faults at random moments: {@code ./frostproof bench chaos}. {@link
 * io.frostproof.server.bench.chaos.ChaosBench} conducts; devices, the receiver of alarms, the server and the judge are processes
 * of their own, and the judge believes nobody's word but the devices' logs.
 */
@NullMarked
package io.frostproof.server.bench.chaos;

import org.jspecify.annotations.NullMarked;
