package io.frostproof.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one file while it is read. For one thread. */
public final class Problems {

    /** More than anybody mends in one go; bounds memory when a file of the wrong sort is given. */
    static final int MOST_KEPT = 10_000;

    private final String file;
    private final List<Problem> kept = new ArrayList<>();
    private int found;

    /**
     * No problems yet.
     *
     * @param file the file's name as problems show it
     */
    public Problems(String file) {
        this.file = file;
    }

    /** The file's name as problems show it. */
    public String file() {
        return file;
    }

    /** How many were found, kept or not. */
    public int found() {
        return found;
    }

    /** Notes one. */
    public void add(Problem problem) {
        found++;
        if (kept.size() < MOST_KEPT) {
            kept.add(problem);
        }
    }

    /** All of them in the order of the file's lines; when there were too many, the last says how many are not listed. */
    public List<Problem> all() {
        var sorted = new ArrayList<>(kept);
        sorted.sort(Comparator.comparingInt(Problem::line));
        if (found > kept.size()) {
            sorted.add(Problem.ofFile(file, 0, "and " + (found - kept.size()) + " more problems"));
        }
        return List.copyOf(sorted);
    }

    /**
     * Ends the reading when something is wrong.
     *
     * @throws InvalidFileException when there is at least one problem
     */
    public void throwIfAny() throws InvalidFileException {
        if (found > 0) {
            throw new InvalidFileException(all());
        }
    }
}
