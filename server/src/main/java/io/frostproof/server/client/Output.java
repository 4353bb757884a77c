package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints items while they come: as a table whose layout the first {@value #LOOK} of them decide, or as a JSON array with one item in each
 * line. For one thread.
 */
final class Output {

    /** As many as one page. */
    private static final int LOOK = 1000;

    private final PrintWriter out;
    private final Table table;
    private final boolean json;
    private final int width;
    private final List<JsonNode> waiting = new ArrayList<>();
    private Table.@Nullable Layout layout;
    private long items;

    /** @param width of the terminal, or {@link Table#UNLIMITED} */
    Output(PrintWriter out, Table table, boolean json, int width) {
        this.out = out;
        this.table = table;
        this.json = json;
        this.width = width;
    }

    /** Takes an item, and says whether somebody still reads. */
    boolean take(JsonNode item) {
        if (json) {
            out.print(items == 0 ? "[\n" : ",\n");
            out.print(item);
        } else if (layout != null) {
            out.println(layout.row(item));
        } else {
            waiting.add(item);
            if (waiting.size() == LOOK) {
                layOut();
            }
        }
        items++;
        return !out.checkError();
    }

    /** To be called when everything has come. */
    void end(String nothing) {
        if (json) {
            out.println(items == 0 ? "[]" : "\n]");
        } else if (items == 0) {
            out.println(nothing);
        } else if (layout == null) {
            layOut();
        }
        out.flush();
    }

    private void layOut() {
        Table.Layout decided = table.layout(waiting, width);
        layout = decided;
        out.println(decided.head());
        waiting.forEach(item -> out.println(decided.row(item)));
        waiting.clear();
    }
}
