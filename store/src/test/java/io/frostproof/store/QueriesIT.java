package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.audit.UnitLogCsv;
import io.frostproof.store.IncidentQueries.Wanted;
import io.frostproof.store.ReadingQueries.ChannelPath;
import io.frostproof.testing.PostgresFlavour;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class QueriesIT {

    private static final DecisionLog.Person ANN = new DecisionLog.Person("ann", "operator");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<String> MAY_WORK = List.of("operator", "administrator");
    private static final UUID OPEN = id("a1");
    private static final UUID RECOVERED = id("a2");
    private static final UUID DECISION = id("d1");
    private static final PageRequest PAGE = PageRequest.first(100);
    private static final ChannelPath PROBE = new ChannelPath("probe-1", "t1");

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

    private static UUID id(String end) {
        return UUID.fromString("00000000-0000-0000-0000-0000000000" + end);
    }

    @BeforeEach
    void open() {
        opened = SampleDatabase.open(flavour);
    }

    @AfterEach
    void close() {
        sample().close();
    }

    private SampleDatabase sample() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private Database database() {
        return sample().database();
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }

    private String log(String unit, String from, String to) {
        var out = new StringWriter();
        assertThat(new PostgresUnitLog(database())
                        .read(
                                unit,
                                micros(from),
                                micros(to),
                                view -> UnitLogCsv.write(view, Instant.parse(from), Instant.parse(to), NOW, out)))
                .isTrue();
        return out.toString();
    }

    @Test
    void theLogStatesWhatItLacks() {
        String log = log("lk-1", "2026-11-21T10:00:00Z", "2026-11-21T12:00:00Z");
        assertThat(log)
                .contains("# unit_name: Locker 1\n", "# region: north\n", "# profile: chilled\n")
                .contains("# rule: too_warm,critical,temperature,> 8 °C for 10 min,chilled,,,\n")
                // A door that is reported on change stands for two hours: the reading of 09:59:30 reaches into the
                // range.
                .contains("# gaps: probe-1/door,1,1,29.999999\n")
                .contains("# gap: probe-1/door,2026-11-21T11:59:30.000001Z,2026-11-21T12:00:00Z\n")
                // Readings until 10:59 and a hold of two minutes.
                .contains("# gap: probe-1/t1,2026-11-21T11:01:00Z,2026-11-21T11:30:00Z\n")
                .contains("# coverage_percent: probe-1/t1,75.833\n")
                .contains("# placed: probe-2/t1,2026-11-21T10:00:00Z,2026-11-21T10:30:00Z\n")
                .contains("# late_rows: 1\n", "# conflicting_rows: 1\n", "# suspect_rows: 1\n")
                .contains("# excursions: 1\n")
                .contains(
                        "# excursion: probe-1/t1,too_warm,critical,2026-11-21T10:20:00Z,2026-11-21T10:30:00Z,,9.25,Cel,90,"
                                + "> 8 °C for 10 min (chilled),\n")
                .contains("\n2026-11-21T10:10:00Z,2026-11-21T11:10:00Z,lk-1,probe-1,t1,temperature,4.1,Cel,good,true\n")
                .endsWith("# end: rows 92\n");
    }

    @Test
    void theLogHasOnlyReadingsThatMeasuredTheUnitAndInOrder() {
        List<String> rows = log("lk-1", "2026-11-21T10:28:00Z", "2026-11-21T10:32:00Z")
                .lines()
                .filter(line -> line.startsWith("2026"))
                .map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[3])
                .toList();
        assertThat(rows)
                .containsExactly(
                        "2026-11-21T10:28:00Z probe-1",
                        "2026-11-21T10:28:00Z probe-2",
                        "2026-11-21T10:29:00Z probe-1",
                        "2026-11-21T10:29:00Z probe-2",
                        "2026-11-21T10:30:00Z probe-1",
                        "2026-11-21T10:31:00Z probe-1");
    }

    @Test
    void aReadingOfTheUnitBeforeDoesNotCoverTheNextOne() {
        // The reading of 10:29 would stand until 10:31, but it measured locker 1.
        sample().execute("delete from reading where time = '2026-11-21T10:30:00Z' and value = 5");
        assertThat(log("lk-2", "2026-11-21T10:30:00Z", "2026-11-21T10:31:00Z"))
                .contains(
                        "# coverage_percent: probe-2/t1,0\n",
                        "# gap: probe-2/t1,2026-11-21T10:30:00Z,2026-11-21T10:31:00Z\n");
    }

    @Test
    void theLogOfAnUnknownUnitIsNone() {
        assertThat(new PostgresUnitLog(database()).read("nowhere", 0, 1, view -> {
                    throw new AssertionError("called");
                }))
                .isFalse();
    }

    @Test
    void theViewDoesNotChangeWhileItIsOpen() {
        new PostgresUnitLog(database())
                .read("lk-2", micros("2026-11-21T10:00:00Z"), micros("2026-11-21T12:00:00Z"), view -> {
                    sample().execute("delete from reading");
                    int[] rows = {0};
                    view.readings((channel, event, received, value, quality) -> rows[0]++);
                    assertThat(rows[0]).isEqualTo(4);
                });
    }

    @Test
    void aUnitKnowsItsChannelsIncidentsAndStock() {
        UnitQueries.Detail unit = new UnitQueries(database()).find("lk-1", NOW).orElseThrow();
        assertThat(unit.channels())
                .extracting(ChannelNow::device, ChannelNow::channel, ChannelNow::state)
                .containsExactly(tuple("probe-1", "door", "unknown"), tuple("probe-1", "t1", "known"));
        assertThat(unit.channels().getLast().newest())
                .isEqualTo(new ChannelNow.Newest(
                        Instant.parse("2026-11-21T11:59:00Z"), Instant.parse("2026-11-21T11:59:01Z"), 4.59, "good"));
        assertThat(unit.openIncidents()).extracting(IncidentQueries.Summary::id).containsExactly(OPEN);
        assertThat(unit.stock()).extracting(UnitQueries.Stock::handlingUnit).containsExactly("hu-1", "hu-3");
        ProfileQueries.Profile profile = unit.profile();
        assertThat(profile).isNotNull();
        assertThat(profile.rules()).extracting(ProfileQueries.Rule::rule).containsExactly("> 8 °C for 10 min");
        assertThat(unit.rules())
                .extracting(rule -> rule.rule().rule(), UnitQueries.RuleInForce::scope, UnitQueries.RuleInForce::of)
                .containsExactly(tuple("> 8 °C for 10 min", "profile", "chilled"));
        assertThat(new UnitQueries(database()).find("nowhere", NOW)).isEmpty();
    }

    @Test
    void listsUnitsWithTheirOpenIncidents() {
        assertThat(new UnitQueries(database())
                        .list(null, null, PageRequest.first(10))
                        .items())
                .extracting(UnitQueries.Summary::id, UnitQueries.Summary::openIncidents)
                .containsExactly(tuple("lk-1", 1), tuple("lk-2", 0));
    }

    @Test
    void aChannelThatNeverSentIsUnknown() {
        sample().execute("delete from reading");
        assertThat(new UnitQueries(database()).find("lk-1", NOW).orElseThrow().channels())
                .allSatisfy(channel -> {
                    assertThat(channel.state()).isEqualTo("unknown");
                    assertThat(channel.newest()).isNull();
                });
    }

    @Test
    void theChecksumIsWhatItsDefinitionSays() throws Exception {
        sample().execute("delete from reading r using channel c where c.id = r.channel_id and c.name = 't1'"
                + " and c.device_id = 'probe-1' and r.time > '2026-11-21T10:01:00Z'");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int minute : new int[] {0, 1}) {
            digest.update("probe-1/t1".getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(ByteBuffer.allocate(16)
                    .putLong(micros("2026-11-21T10:0" + minute + ":00Z"))
                    .putDouble(minute == 0 ? 4 : 4.01)
                    .flip());
        }
        ReadingQueries.Checksum checksum =
                new ReadingQueries(database()).checksum(PROBE).orElseThrow();
        assertThat(checksum.readings()).isEqualTo(2);
        assertThat(checksum.readingsSha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(checksum.conflicts()).isEqualTo(1);
        sample().execute("update reading set value = 4.02 where value = 4.01");
        assertThat(new ReadingQueries(database()).checksum(PROBE).orElseThrow().readingsSha256())
                .isNotEqualTo(checksum.readingsSha256());
        assertThat(new ReadingQueries(database()).checksum(new ChannelPath("probe-1", "nothing")))
                .isEmpty();
    }

    @Test
    void anIncidentTellsEverything() {
        IncidentQueries.Detail incident =
                new IncidentQueries(database()).find(OPEN).orElseThrow();
        assertThat(incident.excursions())
                .extracting(IncidentQueries.Excursion::id)
                .containsExactly(id("e1"));
        assertThat(incident.exposures())
                .extracting(IncidentQueries.Exposure::handlingUnit)
                .containsExactly("hu-1", "hu-2");
        assertThat(incident.decisions()).extracting(DecisionQueries.Summary::id).containsExactly(DECISION);
        assertThat(incident.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo("incident_opened");
            assertThat(notice.attempts())
                    .containsExactly(new NoticeQueries.Attempt(
                            1, Instant.parse("2026-11-21T10:30:02Z"), 0.25, "failed", "HTTP 503"));
        });
        assertThat(incident.history())
                .extracting(IncidentQueries.HistoryLine::event)
                .containsExactly("opened");
    }

    @Test
    void listsNewestFirstAndByState() {
        var incidents = new IncidentQueries(database());
        assertThat(incidents.list(Wanted.ALL, PAGE).items())
                .extracting(IncidentQueries.Summary::id)
                .containsExactly(OPEN, RECOVERED);
        assertThat(incidents
                        .list(new Wanted(List.of("recovered", "resolved"), null, null, null), PAGE)
                        .items())
                .extracting(IncidentQueries.Summary::id)
                .containsExactly(RECOVERED);
        assertThat(incidents
                        .list(new Wanted(List.of(), "lk-2", "n1", "north"), PAGE)
                        .items())
                .extracting(IncidentQueries.Summary::id)
                .containsExactly(RECOVERED);
        assertThat(incidents.list(new Wanted(List.of(), null, "n2", null), PAGE).items())
                .isEmpty();
        assertThat(incidents
                        .list(new Wanted(List.of(), null, null, "south"), PAGE)
                        .items())
                .isEmpty();
        assertThat(incidents.excursions(null, false, PAGE).items())
                .extracting(IncidentQueries.Excursion::id)
                .containsExactly(id("e1"), id("e2"));
        assertThat(incidents.excursions("lk-2", true, PAGE).items()).isEmpty();
        var decisions = new DecisionQueries(database());
        assertThat(decisions.list("proposed", "lk-1", PAGE).items())
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.unitName()).isEqualTo("Locker 1");
                    assertThat(decision.level()).isEqualTo("critical");
                });
        assertThat(decisions.list("approved", null, PAGE).items()).isEmpty();
        assertThat(decisions.list(null, "lk-2", PAGE).items()).isEmpty();
        assertThat(new NoticeQueries(database()).list("waiting", PAGE).items())
                .singleElement()
                .satisfies(notice -> assertThat(notice.attempts()).hasSize(1));
        assertThat(new NoticeQueries(database()).list("delivered", PAGE).items())
                .isEmpty();
    }

    @Test
    void anIncidentInAListSaysHowBadItIsAndWhatWaits() {
        IncidentQueries.Summary open =
                new IncidentQueries(database()).list(Wanted.ALL, PAGE).items().getFirst();
        assertThat(open.worstValue()).isEqualTo(9.25);
        assertThat(open.valueUnit()).isEqualTo("Cel");
        assertThat(open.handlingUnits()).isEqualTo(2);
        assertThat(open.proposedDecisions()).isEqualTo(1);
        assertThat(open.assignee()).isNull();
    }

    @Test
    void theWorstOfSeveralExcursionsGoesTheWayOfTheRule() {
        sample().execute("""
                insert into excursion select gen_random_uuid(), c.id, 'lk-1', 'too_warm', 'critical', '2026-11-21T08:00:00Z',
                    '2026-11-21T08:10:00Z', null, 0, null, 12, '> 8 °C', '00000000-0000-0000-0000-0000000000a1', now(), now()
                from channel c where c.device_id = 'probe-1' and c.name = 't1';
                insert into excursion select gen_random_uuid(), c.id, 'lk-2', 'too_warm', 'critical', d.at, d.at, null, 0, null, d.worst,
                    '<= 0 °C', '00000000-0000-0000-0000-0000000000a2', now(), now()
                from channel c, (values (timestamptz '2026-11-21T08:00:00Z', -1), ('2026-11-21T09:00:00Z', -3)) d (at, worst)
                where c.device_id = 'probe-2';
                delete from excursion where rule like '>%' and incident_id = '00000000-0000-0000-0000-0000000000a2'""");
        assertThat(new IncidentQueries(database()).list(Wanted.ALL, PAGE).items())
                .extracting(IncidentQueries.Summary::worstValue)
                .containsExactly(12.0, -3.0);
    }

    @Test
    void pagesOfIncidentsHaveEveryOneOnce() {
        sample().execute("""
                insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at)
                select gen_random_uuid(), 'north', 'lk-1', 'too_warm', 'warning', 'resolved', '2026-01-01T00:00:00Z',
                       timestamptz '2026-01-01T00:00:00Z' + (g / 3) * interval '1 second'
                from generate_series(1, 20) g""");
        var incidents = new IncidentQueries(database());
        List<UUID> whole = incidents.list(Wanted.ALL, PAGE).items().stream()
                .map(IncidentQueries.Summary::id)
                .toList();
        var paged = new ArrayList<UUID>();
        String cursor = null;
        do {
            Page<IncidentQueries.Summary> page = incidents.list(Wanted.ALL, new PageRequest(4, cursor));
            page.items().forEach(incident -> paged.add(incident.id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(paged).hasSize(22).doesNotHaveDuplicates().isEqualTo(whole);
    }

    @Test
    void anIncidentIsAssignedToAUserOrToNobody() {
        sample().execute("insert into app_user (name, password_hash, role) values ('bob', 'x', 'operator')");
        var incidents = new IncidentQueries(database());
        var made = new IncidentQueries.Assignment.Moved(new Move.Made());
        assertThat(incidents.assign(OPEN, "ann", "nobody-of-this-name", MAY_WORK, NOW))
                .isEqualTo(new IncidentQueries.Assignment.NoSuchUser());
        assertThat(incidents.assign(OPEN, "ann", "bob", MAY_WORK, NOW)).isEqualTo(made);
        assertThat(incidents.assign(OPEN, "ann", "bob", MAY_WORK, NOW)).isEqualTo(made);
        assertThat(incidents.acknowledge(OPEN, "ann", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.find(OPEN).orElseThrow().incident().assignee())
                .as("who acknowledges does not take it from whom it is assigned to")
                .isEqualTo("bob");
        assertThat(incidents.assign(OPEN, "ann", null, MAY_WORK, NOW)).isEqualTo(made);
        IncidentQueries.Detail after = incidents.find(OPEN).orElseThrow();
        assertThat(after.incident().assignee()).isNull();
        assertThat(after.history())
                .extracting(
                        IncidentQueries.HistoryLine::event,
                        line -> line.detail().path("assignee").asText())
                .containsExactly(
                        tuple("opened", ""),
                        tuple("assigned", "bob"),
                        tuple("acknowledged", "bob"),
                        tuple("assigned", "null"));
        assertThat(incidents.resolve(OPEN, "ann", "door", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.assign(OPEN, "ann", "bob", MAY_WORK, NOW))
                .isEqualTo(new IncidentQueries.Assignment.Moved(new Move.Refused("resolved")));
        assertThat(incidents.assign(id("ff"), "ann", "bob", MAY_WORK, NOW))
                .isEqualTo(new IncidentQueries.Assignment.Moved(new Move.NotFound()));
    }

    @Test
    void anIncidentIsNotGivenToWhoMayNotWorkOnIt() {
        sample().execute("insert into app_user (name, password_hash, role) values ('eve', 'x', 'viewer')");
        sample().execute("insert into app_user (name, password_hash, role) values ('bob', 'x', 'operator')");
        var incidents = new IncidentQueries(database());
        assertThat(incidents.assign(OPEN, "ann", "eve", MAY_WORK, NOW))
                .isEqualTo(new IncidentQueries.Assignment.MayNot("viewer"));
        assertThat(incidents.assignees(MAY_WORK)).containsExactly(new IncidentQueries.Assignee("bob"));
        incidents.assign(OPEN, "ann", "bob", MAY_WORK, NOW);
        assertThat(incidents
                        .list(new Wanted(List.of(), null, null, null, "bob"), PAGE)
                        .items())
                .extracting(IncidentQueries.Summary::id)
                .containsExactly(OPEN);
        assertThat(incidents
                        .list(new Wanted(List.of(), null, null, null, "eve"), PAGE)
                        .items())
                .isEmpty();
    }

    @Test
    void aSnoozeIsKeptReplacedAndTakenBack() {
        var incidents = new IncidentQueries(database());
        Instant until = NOW.plusSeconds(3600);
        assertThat(incidents.snooze(OPEN, "ann", until, "on the way", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.snooze(OPEN, "bob", until.plusSeconds(60), "longer", NOW))
                .isEqualTo(new Move.Made());
        IncidentQueries.Summary snoozed = incidents.find(OPEN).orElseThrow().incident();
        assertThat(snoozed.snoozedUntil()).isEqualTo(until.plusSeconds(60));
        assertThat(snoozed.snoozedBy()).isEqualTo("bob");
        assertThat(snoozed.snoozeReason()).isEqualTo("longer");
        assertThat(incidents.unsnooze(OPEN, "ann", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.unsnooze(OPEN, "ann", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.find(OPEN).orElseThrow().history())
                .extracting(IncidentQueries.HistoryLine::event)
                .containsExactly("opened", "snoozed", "snoozed", "unsnoozed");
        assertThat(incidents.unsnooze(id("ff"), "ann", NOW)).isEqualTo(new Move.NotFound());
        incidents.snooze(OPEN, "ann", until, "on the way", NOW);
        incidents.acknowledge(OPEN, "ann", NOW);
        incidents.resolve(OPEN, "ann", "door", NOW);
        assertThat(incidents.find(OPEN).orElseThrow().incident().snoozedUntil()).isNull();
        assertThat(incidents.snooze(OPEN, "ann", until, "again", NOW)).isEqualTo(new Move.Refused("resolved"));
    }

    @Test
    void aDeskTellsOfTheEndOfASnoozeOnceHoweverManyLookAtIt() {
        var incidents = new IncidentQueries(database());
        Instant until = NOW.plusSeconds(3600);
        incidents.snooze(OPEN, "ann", until, "on the way", NOW);
        for (Instant at : List.of(until.minusSeconds(1), until, until.plusSeconds(5))) {
            // Each as after a restart.
            new Desk(
                            new PostgresDeskStore(database()),
                            "north",
                            new NoticeTargets(List.of("webhook"), List.of("email")),
                            () -> at)
                    .work();
        }
        assertThat(database()
                        .<List<String>>read(connection -> Sql.list(
                                connection,
                                row -> row.getString(1),
                                "select target || ' ' || (notice ->> 'kind') from outbox where key = ? order by target",
                                "incident:" + OPEN + ":snoozed:" + until.toEpochMilli())))
                .containsExactly("email SNOOZE_ENDED", "webhook SNOOZE_ENDED");
        assertThat(incidents.find(OPEN).orElseThrow().incident().snoozedUntil()).isNull();
        assertThat(incidents.find(OPEN).orElseThrow().history())
                .extracting(IncidentQueries.HistoryLine::event)
                .containsExactly("opened", "snoozed", "snooze_ended");
    }

    @Test
    void whoAcknowledgesAnIncidentThatNobodyHasGetsIt() {
        var incidents = new IncidentQueries(database());
        incidents.acknowledge(OPEN, "ann", NOW);
        assertThat(incidents.find(OPEN).orElseThrow().incident().assignee()).isEqualTo("ann");
    }

    @Test
    void anOpenIncidentIsAcknowledgedAndThenResolved() {
        var incidents = new IncidentQueries(database());
        assertThat(incidents.resolve(OPEN, "ann", "door", NOW)).isEqualTo(new Move.Refused("open"));
        assertThat(incidents.acknowledge(OPEN, "ann", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.acknowledge(OPEN, "bob", NOW)).isEqualTo(new Move.Refused("acknowledged"));
        assertThat(incidents.resolve(OPEN, "bob", "door left open", NOW)).isEqualTo(new Move.Made());
        assertThat(incidents.resolve(OPEN, "bob", "again", NOW)).isEqualTo(new Move.Refused("resolved"));

        IncidentQueries.Detail after = incidents.find(OPEN).orElseThrow();
        assertThat(after.incident())
                .extracting(
                        IncidentQueries.Summary::state,
                        IncidentQueries.Summary::acknowledgedBy,
                        IncidentQueries.Summary::resolvedBy,
                        IncidentQueries.Summary::cause)
                .containsExactly("resolved", "ann", "bob", "door left open");
        assertThat(after.history())
                .extracting(IncidentQueries.HistoryLine::actor, IncidentQueries.HistoryLine::event)
                .containsExactly(tuple("desk", "opened"), tuple("ann", "acknowledged"), tuple("bob", "resolved"));
    }

    @Test
    void movesOfWhatIsNotThereAreNotFound() {
        UUID nobody = id("ff");
        assertThat(new IncidentQueries(database()).acknowledge(nobody, "ann", NOW))
                .isEqualTo(new Move.NotFound());
        assertThat(new DecisionLog(database(), ActionOutbox.OWN).approve(nobody, ANN, null, null, NOW))
                .isEqualTo(new Move.NotFound());
        assertThat(new IncidentQueries(database()).resolve(RECOVERED, "ann", "known", NOW))
                .isEqualTo(new Move.Made());
    }

    @Test
    void approvalQuarantinesTheItemsAndNothingElse() {
        var decisions = new DecisionQueries(database());
        var log = new DecisionLog(database(), ActionOutbox.OWN);
        assertThat(log.approve(DECISION, ANN, null, null, NOW)).isEqualTo(new Move.Made());
        assertThat(decisions.find(DECISION).orElseThrow().items())
                .extracting(DecisionQueries.Item::handlingUnit, DecisionQueries.Item::disposition)
                .containsExactly(tuple("hu-1", "quarantined"), tuple("hu-2", "quarantined"));
        assertThat(new UnitQueries(database()).find("lk-1", NOW).orElseThrow().stock())
                .extracting(UnitQueries.Stock::handlingUnit, UnitQueries.Stock::disposition)
                .containsExactly(tuple("hu-1", "quarantined"), tuple("hu-3", "available"));
        assertThat(log.reject(DECISION, new DecisionLog.Person("bob", "qa"), "no", null, NOW))
                .isEqualTo(new Move.Refused("approved"));
        assertThat(new IncidentQueries(database()).find(OPEN).orElseThrow().history())
                .last()
                .satisfies(line -> {
                    assertThat(line.event()).isEqualTo("quarantine_approved");
                    assertThat(line.actor()).isEqualTo("ann");
                });
    }

    @Test
    void rejectionLeavesTheStockAsItIs() {
        var decisions = new DecisionQueries(database());
        var log = new DecisionLog(database(), ActionOutbox.OWN);
        assertThat(log.reject(DECISION, ANN, "probe in defrost air", null, NOW)).isEqualTo(new Move.Made());
        DecisionQueries.Detail after = decisions.find(DECISION).orElseThrow();
        assertThat(after.decision().reason()).isEqualTo("probe in defrost air");
        assertThat(after.items()).extracting(DecisionQueries.Item::disposition).containsOnly("available");
        assertThat(after.evidence().get("unit").asText()).isEqualTo("lk-1");
    }

    @Test
    void ofManyWhoDecideAtOnceOneDecides() {
        var log = new DecisionLog(database(), ActionOutbox.OWN);
        List<Move> moves = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> i % 2 == 0
                        ? log.approve(DECISION, new DecisionLog.Person("user-" + i, "operator"), null, null, NOW)
                        : log.reject(DECISION, new DecisionLog.Person("user-" + i, "qa"), "no", null, NOW))
                .toList();
        assertThat(moves).filteredOn(move -> move.equals(new Move.Made())).hasSize(1);
    }

    @Test
    void showsWhatWasSetApart() {
        var review = new ReviewQueries(database());
        assertThat(review.deadLetters("pending", "malformed", PAGE).items())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.reason()).isEqualTo("malformed");
                    assertThat(letter.payloadStartBase64()).isEqualTo("ew==");
                    assertThat(review.deadLetter(letter.id()).orElseThrow())
                            .isEqualTo(new ReviewQueries.DeadLetterDetail(letter, "ew==", true));
                });
        assertThat(review.deadLetters("discarded", null, PAGE).items()).isEmpty();
        assertThat(review.deadLetters(null, "other", PAGE).items()).isEmpty();
        assertThat(review.deadLetter(4711)).isEmpty();
        assertThat(review.suspectReadings(null, PAGE).items()).singleElement().satisfies(suspect -> {
            assertThat(suspect.time()).isEqualTo(Instant.parse("2199-01-01T00:00:00Z"));
            assertThat(suspect.device()).isEqualTo("probe-1");
            assertThat(suspect.quantity()).isEqualTo("temperature");
            assertThat(suspect.valueUnit()).isEqualTo("Cel");
            assertThat(review.suspectReading(suspect.id())).contains(suspect);
        });
    }

    @Test
    void whatWasSetApartIsDecidedOnce() {
        var review = new ReviewQueries(database());
        long letter = review.deadLetters(null, null, PAGE).items().getFirst().id();
        assertThat(review.discardLetter(letter, "ann", NOW)).isEqualTo(new Move.Made());
        assertThat(review.letterReplayed(letter, "bob", NOW)).isEqualTo(new Move.Refused("discarded"));
        ReviewQueries.DeadLetter discarded =
                review.deadLetter(letter).orElseThrow().letter();
        assertThat(discarded.decidedBy()).isEqualTo("ann");
        assertThat(discarded.decidedAt()).isEqualTo(NOW);
        assertThat(review.discardLetter(4711, "ann", NOW)).isEqualTo(new Move.NotFound());
        long suspect = review.suspectReadings(null, PAGE).items().getFirst().id();
        assertThat(review.suspectPromoted(suspect, "qa", NOW)).isEqualTo(new Move.Made());
        assertThat(review.discardSuspect(suspect, "qa", NOW)).isEqualTo(new Move.Refused("promoted"));
        assertThat(review.suspectReading(suspect).orElseThrow().decidedBy()).isEqualTo("qa");
    }

    @Test
    void aLetterThatIsOnlyADescriptionOrCutIsNotComplete() {
        sample().execute("update dead_letter set source = 'lane'");
        var review = new ReviewQueries(database());
        long letter = review.deadLetters(null, null, PAGE).items().getFirst().id();
        assertThat(review.message(letter).orElseThrow().complete()).isFalse();
        sample().execute("update dead_letter set source = 'mqtt', payload_bytes = 2");
        assertThat(review.deadLetter(letter).orElseThrow().payloadComplete()).isFalse();
    }

    @Test
    void countsWhatThereIs() {
        assertThat(new SystemQueries(database()).counts())
                .isEqualTo(new SystemQueries.Counts(1, 1, 2, 2, 3, 3, 1, 1, 1, 1, 1, 0, 0, 0));
        assertThat(new SystemQueries(database()).waitingNotices()).isEqualTo(1);
    }

    @Test
    void aReaderCannotWrite() {
        assertThatThrownBy(() -> database().read(connection -> Sql.update(connection, "delete from exposure")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("read-only");
        // The same connections write afterwards.
        for (int i = 0; i < 8; i++) {
            database().read(connection -> true);
            int deleted = database().write(connection -> Sql.update(connection, "delete from exposure where false"));
            assertThat(deleted).isZero();
        }
    }
}
