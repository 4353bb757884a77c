package io.frostproof.store;

import io.frostproof.alerts.disposition.DispositionPolicy;
import io.frostproof.alerts.drill.DrillFacts;
import io.frostproof.alerts.drill.Runbook;
import io.frostproof.alerts.govern.Governance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Reads what a drill of the present state begins with, all in one view of the database: the facts of now, and how all goods would fare if their nodes were dark. Thread-safe; calls block.
 */
public final class DrillReader {

    private final ExposureQueries exposures;

    public DrillReader(Database database) {
        exposures = new ExposureQueries(database);
    }

    /**
     * What a drill begins with.
     *
     * @param governance by which people would decide
     * @param unplannable goods that are in none of the facts, and what is missing
     */
    public record Read(DrillFacts facts, Governance governance, List<SituationSource.Unplannable> unplannable) {
        public Read {
            unplannable = List.copyOf(unplannable);
        }
    }

    /**
     * Reads them.
     *
     * @throws StoreException when they cannot be read
     */
    public Read read(Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        DispositionPolicy policy = DispositionPolicy.standard();
        return exposures.ask((connection, cache) -> {
            SituationSource.Read present = SituationWork.ofDrill(connection, cache, moment, policy, false)
                    .read();
            SituationSource.Read dark = SituationWork.ofDrill(connection, cache, moment, policy, true)
                    .read();
            int unplannable = (int) dark.unplannable().stream()
                    .map(SituationSource.Unplannable::handlingUnit)
                    .distinct()
                    .count();
            DrillFacts facts = DrillFacts.of(
                    present.situation(),
                    dark.situation(),
                    runbooks(connection),
                    GovernanceRows.currency(connection),
                    unplannable);
            return new Read(facts, GovernanceRows.read(connection), dark.unplannable());
        });
    }

    private static List<Runbook> runbooks(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                row -> new Runbook(
                        row.getString("id"), row.getString("kind"), row.getString("thing"), List.of((String[])
                                row.getArray("runbook").getArray())),
                "select id, kind, thing, runbook from disruption order by id");
    }
}
