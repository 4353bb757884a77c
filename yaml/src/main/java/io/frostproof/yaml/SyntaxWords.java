package io.frostproof.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The parser's complaints in plain words; the ones that people meet most, its own words for the rest. */
final class SyntaxWords {

    private SyntaxWords() {}

    /** Line of the complaint, counted from 1. */
    static int line(MarkedYamlEngineException e) {
        return mark(e).map(Mark::getLine).orElse(-1) + 1;
    }

    /** Column of the complaint, counted from 1. */
    static int column(MarkedYamlEngineException e) {
        return mark(e).map(Mark::getColumn).orElse(-1) + 1;
    }

    /** What is wrong, with the line where the unfinished thing began if that is another one. */
    static String of(MarkedYamlEngineException e) {
        String problem = Optional.ofNullable(e.getProblem()).orElse("");
        String context = Optional.ofNullable(e.getContext()).orElse("");
        String words = words(problem, context);
        int began = e.getContextMark().map(Mark::getLine).orElse(-1) + 1;
        return began > 0 && began != line(e) ? words + " (it began at line " + began + ")" : words;
    }

    private static String words(String problem, String context) {
        if (context.contains("quoted scalar")) {
            return problem.contains("escape") ? problem : "a quote is not closed";
        }
        if (problem.contains("TAB")) {
            return "a tab; indent with spaces";
        }
        if (problem.contains("cannot start any token")) {
            return "a value begins with a character that has a meaning in YAML; put it in quotes";
        }
        if (problem.contains("tag handle")) {
            return "a value begins with '!', which names a tag in YAML; put it in quotes";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a ':' where no key can be; check the indentation, or put a value that holds ': ' in quotes";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a key without a ':' after it";
        }
        if (problem.contains("expected ',' or ']'")) {
            return "a list [...] is not closed, or a comma is missing";
        }
        if (problem.contains("expected ',' or '}'")) {
            return "a mapping {...} is not closed, or a comma is missing";
        }
        if (problem.contains("expected <block end>")) {
            return "the indentation does not fit the lines above";
        }
        return problem.isEmpty() ? context : problem;
    }

    private static Optional<Mark> mark(MarkedYamlEngineException e) {
        return e.getProblemMark().or(e::getContextMark);
    }
}
