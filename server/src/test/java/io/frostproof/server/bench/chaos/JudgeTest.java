package io.frostproof.server.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge must see what is wrong, so it is shown doctored logs and rows. */
class JudgeTest {

    /** Two messages of one device, the second correcting a reading of the first; one of a clock ahead; one that is poison. */
    private static final String LOG = """
            G live
            M 1 100 d-1 1 0 LIVE - 90 2 t1 1000 4.25 t2 1000 5.5
            S 1 110
            A 1 120
            M 2 200 d-1 1 1 LATE - 90 1 t1 1000 4.75
            S 2 210
            S 2 260
            A 2 220
            M 3 300 d-2 1 0 AHEAD - 50 1 t1 9000 3.0
            S 3 310
            A 3 320
            M 4 400 d-1 -1 -1 UNDECODABLE beef 50 0
            S 4 410
            A 4 420
            R 500 d-1 1 0 1
            R 510 d-2 1 0 0
            """;

    private static final class Rows implements Stored {
        private record Reading(String channel, long timeMillis, double value) {}

        private record Suspect(String channel, long timeMillis, double value, long boot, long seq) {}

        private final List<Reading> readings =
                new ArrayList<>(List.of(new Reading("d-1/t1", 1000, 4.75), new Reading("d-1/t2", 1000, 5.5)));
        private final List<Reading> conflicts = new ArrayList<>(List.of(new Reading("d-1/t1", 1000, 4.25)));
        private final List<Suspect> suspects = new ArrayList<>(List.of(new Suspect("d-2/t1", 9000, 3.0, 1, 0)));
        private final List<String> deadLetters =
                new ArrayList<>(List.of("frostproof/1/live/d-1/telemetry beef not_json"));

        @Override
        public void readings(ReadingRow each) {
            readings.forEach(row -> each.row(row.channel(), row.timeMillis(), row.value()));
        }

        @Override
        public void conflicts(ReadingRow each) {
            conflicts.forEach(row -> each.row(row.channel(), row.timeMillis(), row.value()));
        }

        @Override
        public void suspects(SuspectRow each) {
            suspects.forEach(row -> each.row(row.channel(), row.timeMillis(), row.value(), row.boot(), row.seq()));
        }

        @Override
        public void deadLetters(DeadLetterRow each) {
            for (String letter : deadLetters) {
                String[] words = letter.split(" ", -1);
                each.row(words[0], words[1], words[2]);
            }
        }
    }

    private final Rows rows = new Rows();

    private static Published published(String log) throws IOException {
        var published = new Published();
        published.read(new BufferedReader(new StringReader(log)));
        published.sort();
        return published;
    }

    private Judge.Findings judged(String log) throws IOException, SQLException {
        return Judge.judge(published(log), rows);
    }

    @Test
    void findsNothingWhereEverythingIsInItsPlace() throws Exception {
        Judge.Findings findings = judged(LOG);
        assertThat(findings.examples()).isEmpty();
        assertThat(findings.lost()).isZero();
        assertThat(findings.doubled()).isZero();
        assertThat(findings.unreceipted()).isZero();
        assertThat(findings.lyingReceipts()).isZero();
        assertThat(findings.stored()).isEqualTo(2);
        assertThat(findings.conflicting()).isEqualTo(1);
        assertThat(findings.suspect()).isEqualTo(1);
        assertThat(findings.deadLetters()).isEqualTo(1);
    }

    @Test
    void seesAMissingRow() throws Exception {
        rows.readings.removeLast();
        Judge.Findings findings = judged(LOG);
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.examples()).singleElement().asString().contains("d-1/t2 1000 5.5");
    }

    @Test
    void seesAReceiptThatLied() throws Exception {
        rows.readings.removeLast();
        assertThat(judged(LOG).lyingReceipts()).isEqualTo(1);
        // Without the receipt it is a lost reading all the same, as there was a PUBACK; and a message without receipt.
        Judge.Findings without = judged(LOG.replace("R 500 d-1 1 0 1", "R 500 d-1 1 1 1"));
        assertThat(without.lost()).isEqualTo(1);
        assertThat(without.lyingReceipts()).isZero();
        assertThat(without.unreceipted()).isEqualTo(1);
    }

    @Test
    void seesAReceiptThatLiedAboutAMessageWithoutPuback() throws Exception {
        rows.readings.removeLast();
        Judge.Findings findings = judged(LOG.replace("A 1 120\n", ""));
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.lyingReceipts()).isEqualTo(1);
    }

    @Test
    void doesNotMissWhatNobodyPromised() throws Exception {
        rows.readings.clear();
        rows.conflicts.clear();
        String unpromised =
                LOG.replace("A 1 120\n", "").replace("A 2 220\n", "").replace("R 500 d-1 1 0 1\n", "");
        Judge.Findings findings = judged(unpromised);
        assertThat(findings.lost()).isZero();
        assertThat(findings.unreceipted()).isEqualTo(2);
    }

    @Test
    void seesADoubledRow() throws Exception {
        rows.readings.add(new Rows.Reading("d-1/t2", 1000, 5.5));
        assertThat(judged(LOG).doubled()).isEqualTo(1);
    }

    @Test
    void seesAReadingAtATimeThatNobodyPublished() throws Exception {
        rows.readings.add(new Rows.Reading("d-1/t2", 1001, 5.5));
        assertThat(judged(LOG).doubled()).isEqualTo(1);
    }

    @Test
    void seesAReadingOfAChannelThatNobodyPublished() throws Exception {
        rows.readings.add(new Rows.Reading("d-9/t1", 1000, 5.5));
        assertThat(judged(LOG).doubled()).isEqualTo(1);
    }

    @Test
    void seesAWrongValue() throws Exception {
        rows.readings.set(1, new Rows.Reading("d-1/t2", 1000, 5.25));
        Judge.Findings findings = judged(LOG);
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.doubled()).isEqualTo(1);
    }

    @Test
    void seesThatTheLowerClaimStands() throws Exception {
        rows.readings.set(0, new Rows.Reading("d-1/t1", 1000, 4.25));
        rows.conflicts.set(0, new Rows.Reading("d-1/t1", 1000, 4.75));
        assertThat(judged(LOG).lost()).isEqualTo(1);
    }

    @Test
    void seesThatALoserIsNotKept() throws Exception {
        rows.conflicts.clear();
        assertThat(judged(LOG).lost()).isEqualTo(1);
    }

    @Test
    void seesAValueInConflictWithItself() throws Exception {
        rows.conflicts.add(new Rows.Reading("d-1/t2", 1000, 5.5));
        assertThat(judged(LOG).doubled()).isEqualTo(1);
    }

    @Test
    void seesAMissingSuspectAndOneTooMany() throws Exception {
        rows.suspects.set(0, new Rows.Suspect("d-2/t1", 9000, 3.5, 1, 0));
        Judge.Findings findings = judged(LOG);
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.doubled()).isEqualTo(1);
    }

    @Test
    void seesASuspectThatWasStored() throws Exception {
        rows.readings.add(new Rows.Reading("d-2/t1", 9000, 3.0));
        assertThat(judged(LOG).doubled()).isEqualTo(1);
    }

    @Test
    void seesAMissingDeadLetterAndADoubledOne() throws Exception {
        rows.deadLetters.add(rows.deadLetters.getFirst());
        assertThat(judged(LOG).doubled()).isEqualTo(1);
        rows.deadLetters.clear();
        assertThat(judged(LOG).lost()).isEqualTo(1);
    }

    @Test
    void namesGoodMessagesAmongTheDeadLetters() throws Exception {
        rows.deadLetters.add("frostproof/1/live/d-1/telemetry cafe refused_by_database");
        assertThat(judged(LOG).strangeDeadLetters()).containsEntry("refused_by_database", 1L);
    }

    private static final String WARM = """
            G alarm
            E 1000 a-1 1000 6000
            M 1 1000 a-1 1 0 ALARM - 50 1 t1 1000 11.0
            S 1 1000
            M 2 6000 a-1 1 1 ALARM - 50 1 t1 6000 11.0
            S 2 6100
            S 2 9100
            """;

    private static Alarms.Notice opened(long wallMillis, String key) {
        return new Alarms.Notice(wallMillis, key, "incident_opened", "a-1");
    }

    private static FaultLog.Entry outage(FaultKind kind) {
        return new FaultLog.Entry(kind, 5_000, 20_000);
    }

    @Test
    void seesALateAlarmOfAnOutage() throws Exception {
        Published warm = published(WARM);
        List<FaultLog.Entry> frozen = List.of(outage(FaultKind.DATABASE_FREEZE));
        assertThat(Alarms.of(warm, List.of(opened(11_100, "k")), frozen).late()).isZero();
        Alarms late = Alarms.of(warm, List.of(opened(11_101, "k")), frozen);
        assertThat(late.late()).isEqualTo(1);
        assertThat(late.inOutages()).isEqualTo(1);
        assertThat(late.outageMillis()).containsExactly(5_001L);
    }

    @Test
    void excusesAnAlarmOfADeadServerButNotItsAbsence() throws Exception {
        Published warm = published(WARM);
        List<FaultLog.Entry> both =
                List.of(outage(FaultKind.DATABASE_STOP), new FaultLog.Entry(FaultKind.SERVER_KILL, 3_000, 4_000));
        Alarms excused = Alarms.of(warm, List.of(opened(30_000, "k")), both);
        assertThat(excused.late()).isZero();
        assertThat(excused.excused()).isEqualTo(1);
        assertThat(Alarms.of(warm, List.of(), both).missing()).isEqualTo(1);
    }

    @Test
    void seesAnAlarmUnderTwoKeysButForgivesARepeatedOne() throws Exception {
        Published warm = published(WARM);
        assertThat(Alarms.of(warm, List.of(opened(7_000, "k"), opened(8_000, "k")), List.of())
                        .twice())
                .isZero();
        assertThat(Alarms.of(warm, List.of(opened(7_000, "k"), opened(8_000, "l")), List.of())
                        .twice())
                .isEqualTo(1);
    }

    @Test
    void measuresLiveMessagesOnlyWhileTheBacklogFlowsAndNothingIsWrong() throws Exception {
        Published published = published("""
                G live
                M 1 0 b-1 3 0 BACKLOG - 50 1 t1 1 1.0
                S 1 10000
                M 2 0 d-1 1 0 LIVE - 50 1 t1 1 1.0
                S 2 9999
                M 3 0 d-1 1 1 LIVE - 50 1 t1 2 1.0
                S 3 11000
                M 4 0 d-1 1 2 LIVE - 50 1 t1 3 1.0
                S 4 18500
                M 5 0 d-1 1 3 LIVE - 50 1 t1 4 1.0
                S 5 24700
                M 6 0 d-1 1 4 LIVE - 50 1 t1 5 1.0
                S 6 24900
                R 12000 d-1 1 0 1
                R 25900 d-1 1 2 4
                R 30000 b-1 3 0 0
                """);
        var fault = new FaultLog.Entry(FaultKind.SERVER_KILL, 20_000, 20_900);
        assertThat(Latency.of(published, List.of(fault)).millis()).containsExactly(1_000L, 1_000L);
    }
}
