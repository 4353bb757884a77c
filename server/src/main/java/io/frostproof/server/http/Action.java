package io.frostproof.server.http;

/** Answers an operation's requests, on virtual threads, so it may block. Thread-safe. */
interface Action {

    /** The answer to a request that the contract allows; ends with a {@link ProblemException} when it cannot be given. */
    Reply answer(Request request);
}
