package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs list queries a page at a time. */
final class Pages {

    private Pages() {}

    /**
     * One page of {@code select} with the rows that pass {@code filter}, in the order of {@code order}.
     *
     * @param select everything before {@code where}; parameters of its own come first, as {@code selected}
     * @param key values of the sort key of a row
     * @throws IllegalCursorException if the request's cursor is not one of this list
     */
    static <T> Page<T> of(
            Connection connection,
            PageRequest request,
            PageCursor order,
            Sql.Row<T> reader,
            Function<T, List<Object>> key,
            String select,
            List<? extends @Nullable Object> selected,
            Filter filter)
            throws SQLException {
        order.after(request.cursor(), filter);
        var parameters = new ArrayList<@Nullable Object>(selected);
        parameters.addAll(filter.parameters());
        // One more than asked for tells whether another page follows.
        parameters.add(request.limit() + 1);
        List<T> rows = Sql.list(
                connection,
                reader,
                select + filter.where() + " order by " + order.orderBy() + " limit ?",
                parameters.toArray());
        return order.page(request, rows, key);
    }

    /** One page of a {@code select} without parameters of its own. */
    static <T> Page<T> of(
            Connection connection,
            PageRequest request,
            PageCursor order,
            Sql.Row<T> reader,
            Function<T, List<Object>> key,
            String select,
            Filter filter)
            throws SQLException {
        return of(connection, request, order, reader, key, select, List.of(), filter);
    }
}
