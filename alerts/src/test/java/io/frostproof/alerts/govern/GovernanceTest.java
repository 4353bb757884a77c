package io.frostproof.alerts.govern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GovernanceTest {

    private static final List<String> ROLES = List.of("administrator", "operator", "qa", "viewer");
    private static final List<String> DISPOSITIONS =
            List.of("quarantine", "hold", "release", "discard", "transfer", "reroute");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Governance BUILT_IN = new Governance(List.of());

    private static Approval by(String name, String role) {
        return new Approval(name, role, NOW, null);
    }

    private static Subject subject(String disposition, @Nullable Double value) {
        return new Subject(disposition, value, "north", "hub");
    }

    private static GovernanceRule rule(@Nullable Double upTo, Set<String> regions, Set<String> nodes, int persons) {
        return new GovernanceRule(
                Set.of("release"),
                upTo,
                regions,
                nodes,
                new Needs(persons, List.of("qa"), null, false, null, List.of()));
    }

    @Test
    void withoutRulesTheBuiltInOnesCount() {
        assertThat(BUILT_IN.needs(subject("hold", null)).persons()).isEqualTo(1);
        assertThat(BUILT_IN.needs(subject("quarantine", 1e9)).persons()).isEqualTo(1);
        for (String disposition : List.of("release", "discard")) {
            Needs needs = BUILT_IN.needs(subject(disposition, 0.0));
            assertThat(needs.persons()).isEqualTo(2);
            assertThat(needs.oneOf()).isEqualTo("qa");
        }
        for (String disposition : List.of("transfer", "reroute")) {
            assertThat(BUILT_IN.needs(subject(disposition, 10_000.0)).persons()).isEqualTo(1);
            assertThat(BUILT_IN.needs(subject(disposition, 10_000.01)).persons())
                    .isEqualTo(2);
            // What nobody knows may be more than the limit.
            assertThat(BUILT_IN.needs(subject(disposition, null)).persons()).isEqualTo(2);
        }
        assertThatThrownBy(() -> BUILT_IN.needs(subject("eat", 1.0))).hasMessageContaining("eat");
    }

    @Test
    void theFirstRuleThatMatchesCounts() {
        var governance = new Governance(List.of(
                rule(100.0, Set.of(), Set.of(), 0),
                rule(null, Set.of("north"), Set.of(), 1),
                rule(null, Set.of(), Set.of("far"), 0)));
        assertThat(governance.needs(subject("release", 100.0)).persons()).isZero();
        assertThat(governance.needs(subject("release", 101.0)).persons()).isEqualTo(1);
        assertThat(governance.needs(subject("release", null)).persons()).isEqualTo(1);
        assertThat(governance
                        .needs(new Subject("release", null, "south", "far"))
                        .persons())
                .isZero();
        assertThat(governance
                        .needs(new Subject("release", null, "south", "hub"))
                        .persons())
                .isEqualTo(2);
        assertThat(governance.needs(new Subject("release", null, null, null)).persons())
                .isEqualTo(2);
        assertThat(governance.needs(subject("hold", 1.0)).persons()).isEqualTo(1);
    }

    @Test
    void theLastOfTwoHasTheRoleThatIsMissing() {
        Needs needs = BUILT_IN.needs(subject("release", 1.0));
        assertThat(Governance.judge(needs, List.of(), by("ann", "operator")))
                .isEqualTo(new Outcome.Waits(1, List.of("qa"), "qa"));
        var soFar = List.of(by("ann", "operator"));
        assertThat(Governance.judge(needs, soFar, by("bob", "operator")))
                .isEqualTo(new Outcome.Refused(
                        Outcome.Why.ROLE, "as the last of 2 a person of role qa expected, was operator"));
        assertThat(Governance.judge(needs, soFar, by("ann", "qa")))
                .extracting(outcome -> ((Outcome.Refused) outcome).why())
                .isEqualTo(Outcome.Why.SAME_PERSON);
        assertThat(Governance.judge(needs, soFar, by("cy", "qa"))).isEqualTo(new Outcome.Complete());
        assertThat(Governance.judge(needs, List.of(), by("cy", "qa")))
                .isEqualTo(new Outcome.Waits(1, needs.roles(), null));
    }

    @Test
    void aReasonIsAskedForWhereTheRuleSaysSo() {
        var needs = new Needs(1, List.of("operator"), null, true, null, List.of());
        assertThat(Governance.judge(needs, List.of(), by("ann", "operator")))
                .isEqualTo(new Outcome.Refused(Outcome.Why.REASON, "a reason expected, was none"));
        assertThat(Governance.judge(needs, List.of(), new Approval("ann", "operator", NOW, "seen")))
                .isEqualTo(new Outcome.Complete());
    }

    @Test
    void impossibleNeedsAreRefused() {
        assertThatThrownBy(() -> new Needs(3, List.of("qa"), null, false, null, List.of()))
                .hasMessageContaining("was 3");
        assertThatThrownBy(() -> new Needs(1, List.of(), null, false, null, List.of()))
                .hasMessageContaining("roles");
        assertThatThrownBy(() -> new Needs(2, List.of(), "qa", false, null, List.of()))
                .hasMessageContaining("roles");
        assertThatThrownBy(() -> new Needs(1, List.of("qa"), null, false, Duration.ZERO, List.of()))
                .hasMessageContaining("escalateAfter");
    }

    /** Whatever people do: what is complete was approved by as many different people as needed, all admitted, one of them of the role. */
    @Test
    void whatIsCompleteHasAllThatItNeeds() {
        var random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            Needs needs = needs(random);
            var counted = new ArrayList<Approval>();
            boolean complete = needs.persons() == 0;
            for (int step = 0; step < 8; step++) {
                var another = new Approval(
                        "p" + random.nextInt(4),
                        ROLES.get(random.nextInt(ROLES.size())),
                        NOW,
                        random.nextBoolean() ? null : "why");
                Outcome outcome = Governance.judge(needs, counted, another);
                if (complete) {
                    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
                    continue;
                }
                if (!(outcome instanceof Outcome.Refused)) {
                    counted.add(another);
                }
                complete = outcome instanceof Outcome.Complete;
                Outcome.Waits waits = Governance.waitsFor(needs, counted);
                assertThat(waits == null).isEqualTo(complete);
                if (outcome instanceof Outcome.Waits said) {
                    assertThat(said).isEqualTo(waits);
                    assertThat(said.persons()).isEqualTo(needs.persons() - counted.size());
                }
            }
            if (complete && needs.persons() > 0) {
                var names = new HashSet<String>();
                counted.forEach(one -> names.add(one.by()));
                assertThat(names).hasSize(needs.persons()).hasSameSizeAs(counted);
                assertThat(counted).allMatch(one -> needs.admits(one.role()));
                assertThat(needs.oneOf() == null
                                || counted.stream().anyMatch(one -> one.role().equals(needs.oneOf())))
                        .isTrue();
                assertThat(!needs.reasonRequired() || counted.stream().allMatch(one -> one.reason() != null))
                        .isTrue();
            }
        }
    }

    /** Nobody can get a decision stuck: whoever it waits for can complete it. */
    @Test
    void whoeverItWaitsForCanCompleteIt() {
        var random = new Random(10);
        for (int i = 0; i < 5_000; i++) {
            Needs needs = needs(random);
            var counted = new ArrayList<Approval>();
            for (Outcome.Waits waits = Governance.waitsFor(needs, counted);
                    waits != null;
                    waits = Governance.waitsFor(needs, counted)) {
                String role = waits.roles().get(random.nextInt(waits.roles().size()));
                var another = new Approval("p" + counted.size(), role, NOW, "why");
                assertThat(Governance.judge(needs, counted, another)).isNotInstanceOf(Outcome.Refused.class);
                counted.add(another);
            }
            assertThat(counted).hasSize(needs.persons());
        }
    }

    /** More value never needs fewer people by the built-in rules, and unknown value as many as the most. */
    @Test
    void moreValueNeverNeedsFewer() {
        var random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            String disposition = DISPOSITIONS.get(random.nextInt(DISPOSITIONS.size()));
            double less = random.nextDouble() * 20_000;
            int few = BUILT_IN.needs(subject(disposition, less)).persons();
            int many = BUILT_IN.needs(subject(disposition, less + random.nextDouble() * 20_000))
                    .persons();
            assertThat(many).isGreaterThanOrEqualTo(few);
            assertThat(BUILT_IN.needs(subject(disposition, null)).persons()).isGreaterThanOrEqualTo(many);
        }
    }

    private static Needs needs(Random random) {
        var roles = new ArrayList<>(List.of("operator"));
        if (random.nextBoolean()) {
            roles.add("qa");
        }
        return new Needs(
                random.nextInt(3),
                roles,
                random.nextBoolean() ? "qa" : null,
                random.nextInt(4) == 0,
                random.nextBoolean() ? Duration.ofHours(1) : null,
                List.of());
    }
}
