package io.frostproof.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file cannot be used. Carries every problem that was found, in the order of its lines; the message lists them. */
public final class InvalidFileException extends Exception {

    private final transient List<Problem> problems;

    /**
     * Wraps what was found.
     *
     * @param problems at least one
     */
    public InvalidFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an invalid file has at least one problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}
