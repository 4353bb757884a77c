package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.testing.PostgresFlavour;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class OverviewIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

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

    private OverviewQueries.Overview overview() {
        return new OverviewQueries(sample().database()).at(NOW);
    }

    private OverviewQueries.UnitBrief unit(String id) {
        return overview().regions().stream()
                .flatMap(region -> region.nodes().stream())
                .flatMap(node -> node.units().stream())
                .filter(unit -> unit.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsEveryUnitByRegionAndNode() {
        sample().execute("insert into region values ('empty', 'Empty');"
                + "insert into node values ('n0', 'north', 'Dock Zero', 'dock', 'UTC')");
        OverviewQueries.Overview overview = overview();
        assertThat(overview.at()).isEqualTo(NOW);
        assertThat(overview.regions())
                .extracting(
                        OverviewQueries.Region::id,
                        region -> region.nodes().stream()
                                .map(OverviewQueries.Node::id)
                                .toList())
                .containsExactly(tuple("empty", List.of()), tuple("north", List.of("n0", "n1")));
        assertThat(overview.regions().getLast().nodes().getLast().units())
                .extracting(OverviewQueries.UnitBrief::id, OverviewQueries.UnitBrief::stock)
                .containsExactly(tuple("lk-1", 2), tuple("lk-2", 1));
    }

    @Test
    void aUnitShowsItsTemperatureBeforeWhateverElseItHas() {
        assertThat(unit("lk-1"))
                .isEqualTo(new OverviewQueries.UnitBrief(
                        "lk-1",
                        "Locker 1",
                        "locker",
                        "critical",
                        4.59,
                        "Cel",
                        "temperature",
                        "probe-1/t1",
                        "known",
                        Instant.parse("2026-11-21T11:59:00Z"),
                        false,
                        2.0,
                        8.0,
                        1,
                        2));
    }

    @Test
    void aUnitWhoseProbeNobodyTrustsIsUnknownAndHasNoValue() {
        sample().execute("update incident set state = 'resolved' where unit_id = 'lk-1'");
        new ChannelTrust(sample().database())
                .distrust(
                        new ReadingQueries.ChannelPath("probe-1", "t1"),
                        Instant.parse("2026-11-21T11:50:00Z"),
                        "broken",
                        "ann",
                        Instant.parse("2026-11-21T11:59:30Z"));
        OverviewQueries.UnitBrief unit = unit("lk-1");
        assertThat(unit.status()).isEqualTo("unknown");
        assertThat(unit.distrusted()).isTrue();
        assertThat(unit.value()).isNull();
    }

    @Test
    void theWorstOpenIncidentIsTheStatus() {
        sample().execute("update incident set level = 'warning' where unit_id = 'lk-1'");
        assertThat(unit("lk-1").status()).isEqualTo("warning");
        sample().execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values"
                                + " (gen_random_uuid(), 'north', 'lk-1', 'too_cold', 'critical', 'acknowledged', now(), now())");
        assertThat(unit("lk-1").status()).isEqualTo("critical");
        assertThat(unit("lk-1").incidents()).isEqualTo(2);
        sample().execute("update incident set state = 'resolved'");
        // The door was last heard more than two hours ago.
        assertThat(unit("lk-1").status()).isEqualTo("unknown");
        sample().execute("update channel set max_hold_s = 7300 where name = 'door'");
        assertThat(unit("lk-1").status()).isEqualTo("ok");
    }

    @Test
    void whatNothingMeasuresIsUnwatched() {
        sample().execute("update placement set valid_to = '2026-11-21T11:00:00Z' where unit_id = 'lk-2'");
        OverviewQueries.UnitBrief unit = unit("lk-2");
        assertThat(unit.status()).isEqualTo("unwatched");
        assertThat(unit.value()).isNull();
        assertThat(unit.quantity()).isNull();
    }

    @Test
    void aValueOfTheUnitBeforeIsNoValueOfThisOne() {
        sample().execute("delete from reading where time >= '2026-11-21T10:30:00Z'");
        OverviewQueries.UnitBrief unit = unit("lk-2");
        assertThat(unit.status()).isEqualTo("unknown");
        assertThat(unit.value()).isNull();
        assertThat(unit.quantity()).isEqualTo("temperature");
    }

    @Test
    void aChannelThatWasLastHeardLongAgoStillShowsItsValue() {
        sample().execute(
                        "delete from reading; select make_room_for_readings('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z');"
                                + "insert into reading select id, '2026-02-01T00:00:00Z', 3.5, 0, '2026-02-01T00:00:01Z', 1, 1, 1 from channel"
                                + " where device_id = 'probe-1' and name = 't1'");
        assertThat(unit("lk-1").value()).isEqualTo(3.5);
        assertThat(unit("lk-1").time()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    }

    @Test
    void countsUnitsByStatusAndWhatWaitsForPeople() {
        assertThat(overview().counts()).isEqualTo(new OverviewQueries.Counts(1, 0, 1, 0, 0, 1, 1, 1, 1));
        // A device that never sent anything is new, not silent.
        sample().execute("delete from reading r using channel c where c.id = r.channel_id and c.device_id = 'probe-2';"
                + "update decision set state = 'rejected'; update dead_letter set state = 'discarded';"
                + "update reading_suspect set state = 'discarded'");
        assertThat(overview().counts()).isEqualTo(new OverviewQueries.Counts(1, 0, 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void theMostPressingIncidentsComeFirstAndAllAreCounted() {
        sample().execute("""
                insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at)
                select gen_random_uuid(), 'north', 'lk-2', 'slot-' || i, case when i % 2 = 0 then 'warning' else 'critical' end,
                       case when i % 3 = 0 then 'open' else 'acknowledged' end, now(),
                       '2026-11-21T10:00:00Z'::timestamptz + i * interval '1 second'
                from generate_series(1, 250) i
                """);
        OverviewQueries.Overview overview = overview();
        assertThat(overview.incidentsTotal()).isEqualTo(251);
        assertThat(overview.incidents()).hasSize(200);
        List<String> words = overview.incidents().stream()
                .map(incident -> incident.level() + " " + incident.state())
                .distinct()
                .toList();
        assertThat(words)
                .containsExactly("critical open", "critical acknowledged", "warning open", "warning acknowledged");
        assertThat(overview.incidents().getFirst().slot()).isEqualTo("too_warm");
        assertThat(overview.incidents().get(1).slot()).isEqualTo("slot-249");
    }
}
