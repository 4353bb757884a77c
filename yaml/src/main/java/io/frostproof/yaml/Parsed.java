package io.frostproof.yaml;

import java.util.Optional;

/** What a scalar's text turned out to be: a value, or what was expected instead. */
record Parsed<T>(Optional<T> value, String expected) {

    static <T> Parsed<T> of(T value) {
        return new Parsed<>(Optional.of(value), "");
    }

    static <T> Parsed<T> not(String expected) {
        return new Parsed<>(Optional.empty(), expected);
    }
}
