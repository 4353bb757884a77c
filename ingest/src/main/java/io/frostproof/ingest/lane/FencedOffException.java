package io.frostproof.ingest.lane;

/** Another server has taken this one's place: the log takes nothing from it any more. Nothing of what was to be written was. */
public final class FencedOffException extends RuntimeException {

    public FencedOffException(String message) {
        super(message);
    }
}
