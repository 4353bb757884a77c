package io.frostproof.server.access;

import io.frostproof.store.ApiTokens;

/** What became of the wish for an API token. */
public sealed interface NewToken {

    /** Made; {@link #toString} keeps the secret to itself. */
    record Made(ApiTokens.Token token, String secret) implements NewToken {
        @Override
        public String toString() {
            return "made " + token.id();
        }
    }

    /** The user has {@value ApiTokens#MOST_PER_USER} already. */
    record TooMany() implements NewToken {}
}
