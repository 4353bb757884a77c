package io.frostproof.simulator.device;

/** A message on its way. The serial is the link's own; it tells acknowledgements apart over several connections. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying every payload would buy nothing
record Outgoing(long serial, String topic, byte[] payload) {}
