package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Rejection;

/** What became of a message that is not telemetry. Such a message is used as a whole or not at all. */
public sealed interface ControlResult {

    record Decoded(Control control) implements ControlResult {}

    record Malformed(Rejection rejection) implements ControlResult {}
}
