package io.frostproof.alerts.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.GovernanceRule;
import io.frostproof.alerts.govern.Needs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApproversTest {

    @Test
    void theUsualOnesAreThoseOfANetworkWithoutRules() {
        Approvers usual = Approvers.usual();

        assertThat(usual.persons("quarantine", 1e9, "r", "n")).isEqualTo(1);
        assertThat(usual.persons("release", 1, "r", "n")).isEqualTo(2);
        assertThat(usual.persons("reroute", Governance.ONE_PERSON_UP_TO, "r", "n"))
                .isEqualTo(1);
        assertThat(usual.persons("reroute", Governance.ONE_PERSON_UP_TO + 1, "r", "n"))
                .isEqualTo(2);
    }

    @Test
    void rulesOfTheNetworkComeFirst() {
        var alone = new GovernanceRule(
                Set.of("transfer"),
                50_000.0,
                Set.of("r"),
                Set.of(),
                new Needs(0, List.of("operator"), null, false, null, List.of()));
        Approvers approvers = Approvers.by(new Governance(List.of(alone)));

        assertThat(approvers.persons("transfer", 40_000, "r", "n")).isZero();
        assertThat(approvers.persons("transfer", 40_000, "s", "n")).isEqualTo(2);
    }
}
