package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Ids as people give them: whole, or their beginning as the tables show it. */
final class Ids {

    /** Fewer would name too much, and typing errors. */
    private static final int SHORTEST = 4;

    /** Incidents and decisions on which somebody may still act; a network has hundreds, not more. */
    private static final int LOOK_AT = 10_000;

    private Ids() {}

    /**
     * The whole id.
     *
     * @param path the list to look in when only the beginning is given
     * @param among the parameters for those that may be meant
     * @throws ParameterException if it is no id, or the beginning of none or of several
     */
    static String whole(ApiClient api, CommandSpec spec, String given, String path, Filters among)
            throws IOException, InterruptedException {
        String id = given.toLowerCase(Locale.ROOT);
        if (id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return id;
        }
        if (!id.matches("[0-9a-f-]{" + SHORTEST + ",35}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "ID: was '" + given + "', expected an id or at least its first " + SHORTEST + " characters");
        }
        Set<String> found = new LinkedHashSet<>();
        api.pages(path, among, LOOK_AT, item -> {
            String candidate = id(item);
            if (candidate.startsWith(id)) {
                found.add(candidate);
            }
            return true;
        });
        return switch (found.size()) {
            case 1 -> found.iterator().next();
            case 0 ->
                throw new ParameterException(
                        spec.commandLine(), "ID: nothing that waits for anybody begins with '" + given + "'");
            default ->
                throw new ParameterException(
                        spec.commandLine(), "ID: '" + given + "' may be any of " + String.join(", ", found));
        };
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }
}
