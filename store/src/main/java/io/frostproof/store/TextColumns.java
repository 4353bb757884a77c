package io.frostproof.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows on their way into {@code unnest(?, ?, ...)}: an array of texts for each column, which the statement casts. So many rows cost one statement. */
final class TextColumns {

    private final List<List<@Nullable String>> columns;

    TextColumns(int columns) {
        this.columns = IntStream.range(0, columns)
                .<List<@Nullable String>>mapToObj(i -> new ArrayList<>())
                .toList();
    }

    void add(@Nullable String... row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException(columns.size() + " columns expected, was " + Arrays.toString(row));
        }
        for (int i = 0; i < row.length; i++) {
            columns.get(i).add(row[i]);
        }
    }

    boolean isEmpty() {
        return columns.getFirst().isEmpty();
    }

    /** What {@link Sql} binds, in the order of columns; {@code after} follows. */
    @Nullable
    Object[] parameters(@Nullable Object... after) {
        var parameters = new ArrayList<@Nullable Object>();
        for (List<@Nullable String> column : columns) {
            parameters.add(new Sql.Array("text", column));
        }
        parameters.addAll(Arrays.asList(after));
        return parameters.toArray();
    }
}
