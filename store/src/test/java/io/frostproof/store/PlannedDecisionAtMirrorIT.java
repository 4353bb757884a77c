package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import org.junit.jupiter.api.Test;

/** What plans propose is about no incident, and the mirror that desks go on from in an outage goes on being kept all the same. */
class PlannedDecisionAtMirrorIT {

    @Test
    void aDecisionWithoutAnIncidentDoesNotStopTheMirror() {
        try (Database database = TestStore.open(PostgresFlavour.PLAIN)) {
            var world = new SituationWorld(database);
            var changes = new ChangeLog(database);
            var mirror = new DeskMirror(database, FakeClock.at(SituationWorld.NOW));
            refresh(mirror, changes);

            world.decide("m1", "hold", "proposed", null, null);
            world.move("m2", "u3", SituationWorld.NOW);
            refresh(mirror, changes);

            assertThat(mirror.seed().desk().stays().get("u3"))
                    .anySatisfy(stay -> assertThat(stay.toString()).contains("m2"));
        }
    }

    private static void refresh(DeskMirror mirror, ChangeLog changes) {
        while (!changes.publish(1_000).isEmpty()) {
            // until nothing waits
        }
        mirror.refresh();
    }
}
