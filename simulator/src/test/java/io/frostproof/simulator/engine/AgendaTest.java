package io.frostproof.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AgendaTest {

    @Test
    void givesWhatIsDueFirstAndOfThoseDueTogetherTheLowerNumber() {
        var agenda = new Agenda(4);
        agenda.set(3, 10);
        agenda.set(1, 10);
        agenda.set(2, 5);

        assertThat(agenda.first()).isEqualTo(2);
        agenda.set(2, Agenda.NEVER);
        assertThat(agenda.first()).isEqualTo(1);
        agenda.set(1, 11);
        assertThat(agenda.first()).isEqualTo(3);
    }

    @Test
    void staysInOrderThroughManyChanges() {
        int actors = 200;
        var agenda = new Agenda(actors);
        var random = new SplittableRandom(1);
        long[] due = new long[actors];
        for (int i = 0; i < 20_000; i++) {
            int actor = random.nextInt(actors);
            due[actor] = random.nextLong(1_000);
            agenda.set(actor, due[actor]);
        }
        List<String> got = new ArrayList<>();
        while (agenda.firstDue() != Agenda.NEVER) {
            got.add(String.format("%06d %03d", agenda.firstDue(), agenda.first()));
            agenda.set(agenda.first(), Agenda.NEVER);
        }

        assertThat(got).isSorted().hasSize(actors);
    }
}
