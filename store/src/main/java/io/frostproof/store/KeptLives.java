package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lives of the handling units that were asked for last. Each holds for as long as nothing was told of what is connected with it, which the version of its component
 * ({@code stock_carrier}) says. Not thread-safe.
 */
final class KeptLives {

    private final int most;
    private final Map<String, Kept> lives = new LinkedHashMap<>(16, 0.75f, true);

    private int notKept;

    private record Version(String component, long version) {}

    private record Kept(Version version, Life life) {}

    /** @param most so many are kept at most */
    KeptLives(int most) {
        this.most = most;
    }

    /**
     * Lives by handling unit, as {@link LifeRows#of} has them; what nobody asked for is left out.
     *
     * @param connection with a view that is no older than that of any question before
     */
    Map<String, Life> of(Connection connection, Collection<String> handlingUnits) throws SQLException {
        var versions = new HashMap<String, Version>();
        Sql.list(
                connection,
                row -> versions.put(row.getString(1), new Version(row.getString(2), row.getLong(3))),
                "select c.id, c.component, r.version from stock_carrier c join stock_carrier r on r.id = c.component where c.id = any (?)",
                Sql.texts(new ArrayList<>(handlingUnits)));
        var found = new HashMap<String, Life>();
        var missing = new ArrayList<String>();
        versions.forEach((id, version) -> {
            Kept kept = lives.get(id);
            if (kept != null && kept.version().equals(version)) {
                found.put(id, kept.life());
            } else {
                missing.add(id);
            }
        });
        if (!missing.isEmpty()) {
            Map<String, Life> read = LifeRows.of(connection, missing);
            for (String id : missing) {
                Life life = read.get(id);
                Version version = versions.get(id);
                if (life != null && version != null) {
                    found.put(id, life);
                    notKept++;
                    lives.put(id, new Kept(version, life));
                }
            }
        }
        for (Iterator<String> eldest = lives.keySet().iterator(); lives.size() > most; ) {
            eldest.next();
            eldest.remove();
        }
        return found;
    }

    /** How many were read because they were not kept, or did not hold. */
    int notKept() {
        return notKept;
    }
}
