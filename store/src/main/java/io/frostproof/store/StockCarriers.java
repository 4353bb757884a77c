package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may write about which stock. Everything that events connect is one component, and whoever writes about any of it holds the row that the component is
 * named after. So two who write about what is connected do so one after the other.
 *
 * <p>No two wait for each other: all first put in the carriers that are new, in order, and then lock components, in order. A component that has
 * become part of another one while somebody waited for it makes him let go of all and begin again. After that come the rows of {@code handling_unit}, in
 * order. An import of a network, which changes those first, is alone.
 */
final class StockCarriers {

    /** Key of the advisory lock: an import holds it alone, all others together. Another one than that of the active server, which never lets go of its own. */
    private static final long IMPORT = 0x66726f73746cL;

    private StockCarriers() {}

    /** The only one who writes about stock, until the end of the transaction. Must be its first lock. */
    static void lockAll(Connection connection) throws SQLException {
        Sql.first(connection, row -> true, "select pg_advisory_xact_lock(?)", IMPORT);
    }

    /** No import begins until the end of the transaction. Must be its first lock. */
    static void letImportsWait(Connection connection) throws SQLException {
        Sql.first(connection, row -> true, "select pg_advisory_xact_lock_shared(?)", IMPORT);
    }

    /** Locks what is connected with these, until the end of the transaction. Those of them that nothing names yet are put in. */
    static void lock(Connection connection, Collection<String> names) throws SQLException {
        letImportsWait(connection);
        Sql.Array all = Sql.texts(new ArrayList<>(new TreeSet<>(names)));
        // A subquery for each name: for a join, all of the table may be read.
        Sql.update(connection, """
                insert into stock_carrier (id, component)
                select n, n from unnest(?) n where (select c.id from stock_carrier c where c.id = n) is null
                order by n collate "C" on conflict do nothing
                """, all);
        while (true) {
            Savepoint before = connection.setSavepoint();
            Set<String> components = components(connection, all);
            // What is connected moves as one, and with the row that it is named after: where that is still its own, so
            // is all that was in it.
            List<Boolean> still = Sql.list(
                    connection,
                    row -> row.getBoolean(1),
                    "select component = id from stock_carrier where id = any (?) order by id collate \"C\" for no key update",
                    Sql.texts(new ArrayList<>(components)));
            if (!still.contains(false)) {
                connection.releaseSavepoint(before);
                return;
            }
            connection.rollback(before);
        }
    }

    private static Set<String> components(Connection connection, Sql.Array names) throws SQLException {
        return Set.copyOf(Sql.list(
                connection,
                row -> row.getString(1),
                "select distinct component from stock_carrier where id = any (?)",
                names));
    }

    /**
     * Connects carriers that are locked.
     *
     * @param those in each, what belongs together
     */
    static void connect(Connection connection, Collection<Set<String>> those) throws SQLException {
        List<Set<String>> together =
                those.stream().filter(names -> names.size() > 1).toList();
        if (together.isEmpty()) {
            return;
        }
        var componentOf = new HashMap<String, String>();
        Sql.list(
                connection,
                row -> componentOf.put(row.getString(1), row.getString(2)),
                "select id, component from stock_carrier where id = any (?)",
                Sql.texts(together.stream().flatMap(Set::stream).distinct().toList()));
        var roots = new Roots();
        for (Set<String> names : together) {
            String first = null;
            for (String name : names) {
                String component = Objects.requireNonNull(componentOf.get(name), name);
                first = first == null ? component : roots.union(first, component);
            }
        }
        Map<String, Set<String>> groups = roots.groups();
        if (groups.isEmpty()) {
            return;
        }
        Map<String, Integer> sizes = sizes(connection, groups);
        var rows = new TextColumns(2);
        groups.values().forEach(group -> {
            String largest = Objects.requireNonNull(largest(group, sizes));
            group.stream().filter(one -> !one.equals(largest)).forEach(one -> rows.add(one, largest));
        });
        Sql.update(
                connection,
                "update stock_carrier c set component = n.large from unnest(?, ?) n(small, large) where c.component = n.small",
                rows.parameters());
    }

    /** The smaller ones become part of the largest, so that a carrier changes its component seldom. */
    private static @Nullable String largest(Set<String> group, Map<String, Integer> sizes) {
        String largest = null;
        for (String one : group) {
            if (largest == null || sizes.getOrDefault(one, 0) > sizes.getOrDefault(largest, 0)) {
                largest = one;
            }
        }
        return largest;
    }

    private static Map<String, Integer> sizes(Connection connection, Map<String, Set<String>> groups)
            throws SQLException {
        var sizes = new HashMap<String, Integer>();
        Sql.list(
                connection,
                row -> sizes.put(row.getString(1), row.getInt(2)),
                "select component, count(*) from stock_carrier where component = any (?) group by component",
                Sql.texts(List.copyOf(
                        groups.values().stream().flatMap(Set::stream).toList())));
        return sizes;
    }

    /** Which components become one. */
    private static final class Roots {
        private final Map<String, String> parents = new TreeMap<>();

        private String root(String one) {
            String at = one;
            while (true) {
                String parent = parents.getOrDefault(at, at);
                if (parent.equals(at)) {
                    break;
                }
                at = parent;
            }
            parents.put(one, at);
            return at;
        }

        String union(String one, String other) {
            String a = root(one);
            String b = root(other);
            if (!a.equals(b)) {
                parents.put(b, a);
            }
            return a;
        }

        /** Those of more than one. */
        Map<String, Set<String>> groups() {
            var groups = new TreeMap<String, Set<String>>();
            for (String one : List.copyOf(parents.keySet())) {
                groups.computeIfAbsent(root(one), root -> new TreeSet<>()).add(one);
            }
            groups.values().removeIf(group -> group.size() < 2);
            return groups;
        }
    }
}
