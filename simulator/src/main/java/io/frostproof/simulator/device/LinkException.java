package io.frostproof.simulator.device;

/** The link cannot do its work and trying again will not help: credentials refused, link closed. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1;

    LinkException(String message) {
        super(message);
    }
}
