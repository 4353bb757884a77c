package io.frostproof.simulator.fleet;

import io.frostproof.protocol.MessageId;

/** A message that a device keeps until a receipt covers it. The payload is JSON on one line. */
record StoredMessage(MessageId id, String payload) {}
