package io.frostproof.alerts.desk;

import static io.frostproof.alerts.desk.PowerCut.MAINS;
import static io.frostproof.alerts.desk.PowerCut.SILENT;
import static io.frostproof.alerts.desk.PowerCut.WARM;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** See {@link PowerCut}: four units at each node. */
class CommonCausesTest {

    private final PowerCut cut = new PowerCut(40);

    @Test
    void aPowerCutThatIsFoundAtOnceIsOnePage() {
        for (int unit = 0; unit < 12; unit++) {
            cut.starts(unit, MAINS, 1 + unit / 10.0, Level.WARNING);
        }
        cut.at(3).work();

        assertThat(cut.pages())
                .containsExactly("incident_opened u0 12/3 [u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11]");
        Notice notice = cut.all("email").getFirst();
        assertThat(NoticeText.of(notice, null).subject())
                .isEqualTo("WARNING: mains lost in 12 units of 3 nodes, North");
        for (int unit = 1; unit < 12; unit++) {
            assertThat(cut.incident(unit, MAINS).memberOf())
                    .isEqualTo(cut.incident(0, MAINS).id());
        }
    }

    @Test
    void aPowerCutThatIsFoundBitByBitPagesForASecondNodeAndEachDoubling() {
        for (int unit = 0; unit < 40; unit++) {
            cut.lost(unit, unit / 8.0);
        }
        assertThat(cut.pages())
                .extracting(page -> page.substring(0, page.indexOf(" [") < 0 ? page.length() : page.indexOf(" [")))
                .containsExactly(
                        "incident_opened u0",
                        "incident_widened u0 4/1",
                        "incident_widened u0 5/2",
                        "incident_widened u0 10/3",
                        "incident_widened u0 20/5",
                        "incident_widened u0 40/10");
    }

    @Test
    void machinesHearOfEachUnitWhenItIsFound() {
        for (int unit = 0; unit < 12; unit++) {
            cut.lost(unit, unit / 8.0);
            Set<String> named = new HashSet<>();
            for (Notice notice : cut.all("webhook")) {
                named.add(notice.unitId());
                Notice.Group group = notice.group();
                if (group != null) {
                    group.members().forEach(member -> named.add(member.unitId()));
                }
            }
            assertThat(named).hasSize(unit + 1);
        }
    }

    @Test
    void whatBeginsLaterIsAnotherEvent() {
        cut.lost(0, 0).lost(1, 10).lost(2, 10.5);
        assertThat(cut.pages()).containsExactly("incident_opened u0", "incident_opened u2");
        assertThat(cut.lead(1, MAINS)).isEqualTo("u0");
        assertThat(cut.lead(2, MAINS)).isEqualTo("u2");
    }

    @Test
    void silenceGoesWithSilenceAndWarmthWithNothing() {
        cut.lost(0, 0);
        cut.starts(1, SILENT, 0, Level.WARNING).starts(2, SILENT, 1, Level.WARNING);
        cut.starts(3, WARM, 0, Level.WARNING).starts(4, WARM, 1, Level.WARNING);
        cut.at(2).work();
        assertThat(cut.lead(0, MAINS)).isEqualTo("u0");
        assertThat(cut.lead(2, SILENT)).isEqualTo("u1");
        assertThat(cut.lead(4, WARM)).isEqualTo("u4");
        assertThat(cut.pages())
                .containsExactlyInAnyOrder(
                        "incident_opened u0",
                        "incident_opened u1 2/1 [u1, u2]",
                        "incident_opened u3",
                        "incident_opened u4");
        assertThat(NoticeText.of(
                                cut.all("email").stream()
                                        .filter(one -> one.group() != null)
                                        .findFirst()
                                        .orElseThrow(),
                                null)
                        .subject())
                .isEqualTo("WARNING: no data from 2 units of Node 0, North");
    }

    @Test
    void onlyWhatStockFeelsIsProposedForQuarantine() {
        cut.lost(0, 0);
        cut.starts(1, SILENT, 0, Level.WARNING)
                .starts(2, WARM, 0, Level.WARNING)
                .work();
        assertThat(cut.decisions(0, MAINS)).isEmpty();
        assertThat(cut.decisions(1, SILENT)).isEmpty();
        assertThat(cut.decisions(2, WARM)).containsOnlyKeys("proposed");
        assertThat(cut.all("email"))
                .filteredOn(notice -> !notice.slot().equals(WARM))
                .allSatisfy(notice -> assertThat(notice.stock()).isEmpty());
    }

    @Test
    void theOldestThatLastsLeadsWhenTheLeadRecovers() {
        cut.lost(0, 0).lost(1, 1).lost(2, 2);
        cut.sent();
        cut.restored(0, 20);
        assertThat(cut.sent())
                .containsExactly("incident_recovered u0 to webhook", "incident_widened u1 to webhook 3/1 [u0, u2]");
        assertThat(cut.lead(0, MAINS)).isEqualTo("u1");
        assertThat(cut.lead(2, MAINS)).isEqualTo("u1");
        cut.restored(2, 21);
        assertThat(cut.sent()).isEmpty();
        cut.restored(1, 22);
        assertThat(cut.pages()).containsExactly("incident_recovered u1 3/1 [u0, u1, u2]");
    }

    @Test
    void aMemberThatComesAndGoesTellsNobody() {
        cut.lost(0, 0).lost(1, 1);
        cut.sent();
        cut.restored(1, 5).lost(1, 6).restored(1, 7).lost(1, 8);
        assertThat(cut.sent()).isEmpty();
        assertThat(cut.incident(1, MAINS).timesOpened()).isEqualTo(3);
    }

    @Test
    void whatIsWorseThanWhatPeopleKnowIsTold() {
        cut.lost(0, 0).lost(1, 1);
        cut.sent();
        cut.at(5)
                .append(1, MAINS, io.frostproof.alerts.condition.Transition.Kind.LEVEL_CHANGED, Level.CRITICAL, 5)
                .work();
        assertThat(cut.pages()).containsExactly("incident_worsened u0 2/1 [u0, u1]");
        assertThat(cut.all("email").getLast().level()).isEqualTo(Level.CRITICAL);
        cut.at(6).starts(2, MAINS, 6, Level.CRITICAL).work();
        assertThat(cut.pages()).as("known to be critical").isEmpty();
    }

    @Test
    void whoSeesToTheLeadSeesToWhatJoins() {
        cut.lost(0, 0);
        cut.people(cut.incident(0, MAINS).withState(IncidentState.ACKNOWLEDGED));
        cut.lost(1, 1);
        assertThat(cut.incident(1, MAINS).state()).isEqualTo(IncidentState.ACKNOWLEDGED);
    }

    @Test
    void anEventThatPeopleClosedTakesNothingIn() {
        cut.lost(0, 0).lost(1, 1);
        cut.people(cut.incident(1, MAINS).withState(IncidentState.RESOLVED));
        cut.people(cut.incident(0, MAINS).withState(IncidentState.RESOLVED));
        cut.sent();
        cut.lost(2, 2);
        assertThat(cut.pages()).containsExactly("incident_opened u2");
    }

    @Test
    void anOlderOneThatIsFoundLaterJoinsWhatPeopleKnow() {
        cut.lost(1, 3).lost(2, 4);
        cut.sent();
        cut.at(6).starts(0, MAINS, 1, Level.WARNING).work();
        assertThat(cut.sent()).containsExactly("incident_widened u1 to webhook 3/1 [u0]");
        assertThat(cut.lead(0, MAINS)).isEqualTo("u1");
    }

    @Test
    void aUnitThatPeopleNeverHeardOfPagesWhenLateDataTakeItOutOfTheGroup() {
        cut.lost(0, 0).lost(1, 6);
        assertThat(cut.pages()).containsExactly("incident_opened u0");
        // The first turns out to have begun long before.
        cut.at(8).starts(0, MAINS, -5, Level.WARNING).work();
        assertThat(cut.lead(1, MAINS)).isEqualTo("u1");
        assertThat(cut.pages()).containsExactly("incident_opened u1");
    }

    @Test
    void twoEventsThatLateDataJoinAreNotToldAgain() {
        cut.lost(0, 0).lost(1, 12);
        assertThat(cut.pages()).containsExactly("incident_opened u0", "incident_opened u1");
        cut.at(14).starts(1, MAINS, 8, Level.WARNING).work();
        assertThat(cut.lead(1, MAINS)).isEqualTo("u0");
        assertThat(cut.pages()).isEmpty();
        cut.restored(0, 20);
        assertThat(cut.pages()).isEmpty();
        cut.restored(1, 21);
        assertThat(cut.pages()).containsExactly("incident_recovered u1 2/1 [u0, u1]");
    }

    @Test
    void aUnitThatFollowsAfterTheAllClearIsTold() {
        cut.lost(0, 0).restored(0, 2);
        assertThat(cut.pages()).containsExactly("incident_opened u0", "incident_recovered u0");
        cut.lost(1, 5);
        assertThat(cut.pages()).containsExactly("incident_opened u1 1/1 [u1]");
    }

    @Test
    void mainsThatComeAndGoArePagedAgainOnlyWhenTheyStayAway() {
        cut.lost(0, 0).restored(0, 1);
        assertThat(cut.pages()).containsExactly("incident_opened u0", "incident_recovered u0");
        for (int n = 1; n < 5; n++) {
            cut.lost(0, 2 * n).restored(0, 2 * n + 1);
        }
        cut.lost(0, 11);
        assertThat(cut.pages()).isEmpty();
        assertThat(cut.incident(0, MAINS).timesOpened()).isEqualTo(6);
        cut.at(40).work();
        assertThat(cut.pages()).isEmpty();
        cut.at(41).work();
        assertThat(cut.pages()).containsExactly("incident_opened u0");
        cut.at(90).work();
        assertThat(cut.pages()).as("once").isEmpty();
        cut.restored(0, 91);
        assertThat(cut.pages()).containsExactly("incident_recovered u0");
    }

    @Test
    void whatIsOverWhenItIsFoundIsOneSummaryForTheUnit() {
        cut.starts(0, WARM, 0, Level.WARNING).ends(0, WARM, 10);
        cut.starts(0, WARM, 60, Level.CRITICAL).ends(0, WARM, 70);
        cut.starts(0, WARM, 120, Level.WARNING).ends(0, WARM, 130);
        cut.starts(0, MAINS, 0, Level.WARNING).ends(0, MAINS, 130);
        cut.at(200).work();

        assertThat(cut.pages()).containsExactly("late_summary u0 1/1 [u0, u0, u0]");
        Notice summary = cut.all("email").getFirst();
        assertThat(summary.late()).isTrue();
        assertThat(summary.level()).isEqualTo(Level.CRITICAL);
        assertThat(summary.stock()).hasSize(1);
        Notice.Group group = Objects.requireNonNull(summary.group());
        assertThat(group.members())
                .allSatisfy(member -> assertThat(member.decisionId()).isNotNull())
                .extracting(Notice.Member::startedAt, Notice.Member::endedAt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(minute(0), minute(10)),
                        org.assertj.core.groups.Tuple.tuple(minute(60), minute(70)),
                        org.assertj.core.groups.Tuple.tuple(minute(120), minute(130)));
        assertThat(cut.all("webhook"))
                .extracting(notice -> notice.kind().id())
                .containsExactlyInAnyOrder(
                        "late_summary", "decision_proposed", "decision_proposed", "decision_proposed");
        assertThat(List.of(NoticeText.of(summary, null).body().split("\n")))
                .contains(
                        "Incidents: 3",
                        "- too warm (critical), worst 9 °C, since 2026-11-21 12:00 +02:00 Europe/Riga (2026-11-21 10:00 UTC), until 2026-11-21"
                                + " 12:10 +02:00 Europe/Riga (2026-11-21 10:10 UTC), a decision about its stock waits");
    }

    private static java.time.Instant minute(int minute) {
        return PowerCut.BEGIN.plusSeconds(60L * minute);
    }
}
