package io.frostproof.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.device.Said.Result;
import org.junit.jupiter.api.Test;

/** Where configurations and commands go from where they stand. */
class OrderStatesTest {

    @Test
    void aConfigurationGoesByTheLastAnswer() {
        assertThat(ConfigState.PENDING.sent()).isEqualTo(ConfigState.SENT);
        assertThat(ConfigState.SENT.answered(Result.DONE)).isEqualTo(ConfigState.APPLIED);
        assertThat(ConfigState.SENT.answered(Result.REFUSED)).isEqualTo(ConfigState.REFUSED);
        assertThat(ConfigState.SENT.answered(Result.ACCEPTED)).isEqualTo(ConfigState.SENT);
        assertThat(ConfigState.REFUSED.answered(Result.DONE)).isEqualTo(ConfigState.APPLIED);
        assertThat(ConfigState.PENDING.answered(Result.DONE))
                .as("the answer was faster than the broker's word")
                .isEqualTo(ConfigState.APPLIED);
        assertThat(ConfigState.APPLIED.sent()).isEqualTo(ConfigState.APPLIED);
    }

    @Test
    void aSupersededConfigurationStaysSo() {
        for (Result result : Result.values()) {
            assertThat(ConfigState.SUPERSEDED.answered(result)).isEqualTo(ConfigState.SUPERSEDED);
        }
        assertThat(ConfigState.SUPERSEDED.reported(5, 5)).isEqualTo(ConfigState.SUPERSEDED);
    }

    @Test
    void aStatusThatNamesTheVersionIsAsGoodAsAnAnswer() {
        assertThat(ConfigState.SENT.reported(5, 5)).isEqualTo(ConfigState.APPLIED);
        assertThat(ConfigState.SENT.reported(5, 4)).isEqualTo(ConfigState.SENT);
        assertThat(ConfigState.REFUSED.reported(5, 4)).isEqualTo(ConfigState.REFUSED);
    }

    @Test
    void aDeviceThatHasFallenBackIsAskedAgain() {
        assertThat(ConfigState.APPLIED.reported(5, 0)).isEqualTo(ConfigState.PENDING);
        assertThat(ConfigState.APPLIED.reported(5, 6))
                .as("it knows more than this database")
                .isEqualTo(ConfigState.APPLIED);
    }

    @Test
    void aCommandIsDoneOnce() {
        assertThat(CommandState.PENDING.sent()).isEqualTo(CommandState.SENT);
        assertThat(CommandState.SENT.answered(Result.ACCEPTED)).isEqualTo(CommandState.ACCEPTED);
        assertThat(CommandState.ACCEPTED.answered(Result.DONE)).isEqualTo(CommandState.DONE);
        assertThat(CommandState.ACCEPTED.sent()).isEqualTo(CommandState.ACCEPTED);
        assertThat(CommandState.DONE.answered(Result.ACCEPTED)).isEqualTo(CommandState.DONE);
        assertThat(CommandState.DONE.answered(Result.REFUSED)).isEqualTo(CommandState.DONE);
        assertThat(CommandState.SENT.answered(Result.REFUSED)).isEqualTo(CommandState.REFUSED);
    }

    @Test
    void whatHappenedAfterTheLifetimeHasHappened() {
        assertThat(CommandState.EXPIRED.answered(Result.DONE)).isEqualTo(CommandState.DONE);
        assertThat(CommandState.EXPIRED.answered(Result.ACCEPTED)).isEqualTo(CommandState.EXPIRED);
        assertThat(CommandState.EXPIRED.open()).isFalse();
    }
}
