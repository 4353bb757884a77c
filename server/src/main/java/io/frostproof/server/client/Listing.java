package io.frostproof.server.client;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Fetches a list and prints it. */
final class Listing {

    static final String LIMIT_TEXT = "most items (default: ${DEFAULT-VALUE})";

    private Listing() {}

    /** Follows the pages of a list up to a limit; says on standard error when there is more. */
    static int print(ServerOptions options, CommandSpec spec, String path, Filters filters, int limit, Table table)
            throws IOException, InterruptedException {
        atLeastOne(spec, limit);
        PrintWriter out = spec.commandLine().getOut();
        var output = new Output(out, table, options.json(), ServerOptions.width(spec));
        try (ApiClient api = options.connect(spec)) {
            boolean more = api.pages(path, filters, limit, output::take);
            output.end("none");
            if (more) {
                spec.commandLine()
                        .getErr()
                        .println("There are more than " + limit + "; --limit says how many to show.");
            }
        }
        return 0;
    }

    static void atLeastOne(CommandSpec spec, int limit) {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: was " + limit + ", expected 1 or more");
        }
    }
}
