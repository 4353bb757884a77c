package io.frostproof.server.epcis;

import io.frostproof.server.epcis.Meaning.Reason;
import java.util.List;

/** Ends the reading of an event that cannot be understood yet; no stack trace. */
final class Holding extends RuntimeException {

    private final transient Meaning.Held held;

    Holding(Reason reason, String detail, List<String> missing) {
        super(detail, null, false, false);
        held = new Meaning.Held(reason, detail, missing);
    }

    Meaning.Held held() {
        return held;
    }
}
