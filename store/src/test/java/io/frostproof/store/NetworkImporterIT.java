package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkImporterIT {

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void importingTwiceChangesNothing(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var importer = new NetworkImporter(database);
            var directory = new PostgresDeviceDirectory(database);

            NetworkImporter.Report first = importer.run(TestStore.fridge());
            assertThat(first.added()).isPositive();
            assertThat(first.changed()).isZero();
            assertThat(directory.refresh()).isTrue();

            NetworkImporter.Report second = importer.run(TestStore.fridge());
            assertThat(second).isEqualTo(new NetworkImporter.Report(0, 0, first.added()));
            assertThat(directory.refresh()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theDirectoryKnowsWhatWasImported(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            var device = new PostgresDeviceDirectory(database).find("probe-1");
            var plan = Objects.requireNonNull(
                            Objects.requireNonNull(device).channels().get("t1"))
                    .plan();
            assertThat(plan.maxHoldMicros()).isEqualTo(120_000_000);
            assertThat(plan.segments()).singleElement().satisfies(segment -> {
                assertThat(segment.unit()).isEqualTo("fridge-1");
                assertThat(segment.slots()).extracting("slot").containsExactly("too_warm", "too_cold");
            });
        }
    }
}
