package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseIT {

    private static long regions(Database database) {
        return database.look(connection -> Sql.number(connection, "select count(*) from region"));
    }

    @Test
    void aLookLeavesTheConnectionAsTransactionsNeedIt() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        // One connection, so that both use the same.
        try (Database database =
                Database.open(new DatabaseSettings(server.newDatabase("look"), server.user(), server.password(), 1))) {
            assertThat(regions(database)).isZero();

            assertThatThrownBy(() -> database.write(connection -> {
                        Sql.update(connection, "insert into region (id, name) values ('north', 'North')");
                        throw new IllegalStateException("half done");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(regions(database)).isZero();
        }
    }

    @Test
    void plansAreNotCompiledWhichTookASecondOfEachMergeOfLateReadings() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        try (Database database =
                Database.open(new DatabaseSettings(server.newDatabase("plans"), server.user(), server.password(), 1))) {
            List<String> jit =
                    database.look(connection -> Sql.list(connection, row -> row.getString("jit"), "show jit"));
            assertThat(jit).containsExactly("off");
        }
    }
}
