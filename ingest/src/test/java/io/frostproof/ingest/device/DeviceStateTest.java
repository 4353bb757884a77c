package io.frostproof.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a device is known to be, from one status to the next. */
class DeviceStateTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static DeviceState.Step after(@Nullable DeviceState before, Said.Status status, long second) {
        return DeviceState.after(before, status, false, NOON.plusSeconds(second));
    }

    private static DeviceState born() {
        return after(null, Statuses.birth(7, 3), 0).state();
    }

    @Test
    void theFirstStatusIsABirthAndHistory() {
        DeviceState.Step step = after(null, Statuses.birth(7, 3), 0);
        assertThat(step.birth()).isTrue();
        assertThat(step.event()).isTrue();
        assertThat(step.state().since()).isEqualTo(NOON);
        assertThat(step.state().nextDueAt()).isEqualTo(NOON.plusSeconds(900));
        assertThat(step.state().channels()).hasSize(2);
    }

    @Test
    void aWillOfTheSameConnectionLosesIt() {
        DeviceState.Step step = after(born(), Statuses.bare(Presence.LOST, 7, 3), 60);
        assertThat(step.state().presence()).isEqualTo(Presence.LOST);
        assertThat(step.state().since()).isEqualTo(NOON.plusSeconds(60));
        assertThat(step.event()).isTrue();
        assertThat(step.birth()).isFalse();
        assertThat(step.state().firmware()).as("what a will does not say stays").isEqualTo("1.4.2");
        assertThat(step.state().nextDueAt()).as("a will promises nothing").isNull();
    }

    @Test
    void aLateWillDoesNotBuryANewerConnection() {
        for (Said.Status will :
                new Said.Status[] {Statuses.bare(Presence.LOST, 7, 2), Statuses.bare(Presence.LOST, 6, 99)}) {
            DeviceState.Step step = after(born(), will, 60);
            assertThat(step.state()).isEqualTo(born());
            assertThat(step.counted()).isFalse();
            assertThat(step.event()).isFalse();
        }
    }

    @Test
    void anOlderStatusThatIsNoWillIsKnownToHaveBeenIgnored() {
        DeviceState.Step step = after(born(), Statuses.birth(0, 1), 60);
        assertThat(step.counted()).isFalse();
        assertThat(step.birth()).isFalse();
        assertThat(step.state().boot()).isEqualTo(7);
        assertThat(step.state().ignored()).isEqualTo(new DeviceState.Ignored(NOON.plusSeconds(60), 0, 1));
        assertThat(after(step.state(), Statuses.birth(7, 4), 90).state().ignored())
                .as("since the last one that counted")
                .isNull();
    }

    @Test
    void theSameStatusAgainChangesNothingButWhenItWasHeard() {
        DeviceState.Step step = after(born(), Statuses.birth(7, 3), 60);
        assertThat(step.birth()).isFalse();
        assertThat(step.event()).isFalse();
        assertThat(step.state().since()).isEqualTo(NOON);
        assertThat(step.state().heardAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void everyNewConnectionIsABirth() {
        assertThat(after(born(), Statuses.birth(7, 4), 60).birth()).isTrue();
        assertThat(after(born(), Statuses.birth(8, 0), 60).birth()).isTrue();
        assertThat(after(born(), Statuses.bare(Presence.SLEEPING, 7, 4), 60).birth())
                .as("it was here, and left again")
                .isTrue();
        assertThat(after(born(), Statuses.bare(Presence.LOST, 7, 4), 60).birth())
                .as("a will is no birth")
                .isFalse();
    }

    @Test
    void aNapIsNoHistoryButARestartIs() {
        DeviceState.Step asleep = after(born(), Statuses.bare(Presence.SLEEPING, 7, 3), 60);
        assertThat(asleep.event()).isFalse();
        DeviceState.Step awake = after(asleep.state(), Statuses.bare(Presence.ONLINE, 7, 4), 120);
        assertThat(awake.event()).isFalse();
        assertThat(awake.birth()).isTrue();
        assertThat(awake.state().since()).isEqualTo(NOON.plusSeconds(120));
        assertThat(after(asleep.state(), Statuses.bare(Presence.ONLINE, 8, 0), 120)
                        .event())
                .isTrue();
        assertThat(after(asleep.state(), Statuses.bare(Presence.LOST, 7, 3), 120)
                        .event())
                .isTrue();
    }

    @Test
    void whatBelongsToABootEndsWithIt() {
        DeviceState state =
                after(born(), Statuses.bare(Presence.ONLINE, 8, 0), 60).state();
        assertThat(state.lost()).isNull();
        assertThat(state.seq()).isNull();
        assertThat(state.clock()).isNull();
        assertThat(state.config()).as("a configuration survives restarts").isEqualTo(4);
        assertThat(state.kept()).as("so do the messages it keeps").isEqualTo(12);
        assertThat(state.abilities()).as("other firmware may have others").isEmpty();
        assertThat(after(born(), Statuses.bare(Presence.ONLINE, 7, 4), 60)
                        .state()
                        .abilities())
                .containsExactly("lock");
    }
}
