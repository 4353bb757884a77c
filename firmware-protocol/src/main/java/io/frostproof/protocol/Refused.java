package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.io.IOException;

/** Ends the reading of a message as a whole. Without a stack trace: this is normal input and may come fast. */
final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    final transient Rejection rejection;

    Refused(Reason reason, String field, String value, String expected) {
        this.rejection = new Rejection(reason, field, value, expected);
    }

    /** The same, its field being part of something. */
    Refused in(String prefix) {
        return new Refused(rejection.reason(), prefix + rejection.field(), rejection.value(), rejection.expected());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
