package io.frostproof.server.epcis;

/** How an event stands to the life of what it is about. */
public enum Action {
    ADD,
    OBSERVE,
    DELETE
}
