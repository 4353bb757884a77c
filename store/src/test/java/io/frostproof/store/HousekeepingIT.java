package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HousekeepingIT {

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void removesOldBatchRowsAndKeepsTheOthers(PostgresFlavour flavour) {
        Instant now = Instant.parse("2026-11-21T02:00:00Z");
        try (Database database = TestStore.open(flavour)) {
            for (int days : List.of(1, 6, 8, 30)) {
                database.write(connection -> Sql.update(
                        connection,
                        "insert into batch (id, committed_at, messages, readings) values (?, ?, 1, 1)",
                        (long) days,
                        now.minus(Duration.ofDays(days))));
            }

            assertThat(new Housekeeping(database).run(now)).isEqualTo(2);

            List<Long> kept = database.read(
                    connection -> Sql.list(connection, row -> row.getLong(1), "select id from batch order by id"));
            assertThat(kept).containsExactly(1L, 6L);
        }
    }
}
