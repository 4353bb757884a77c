package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.audit.Coverage;
import io.frostproof.audit.LogChannel;
import io.frostproof.audit.Stretch;
import io.frostproof.testing.PostgresFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class ChartIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant FROM = Instant.parse("2026-11-21T10:00:00Z");

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

    private ChartQueries.Chart chart(String unit, Instant from, Instant to, int points) {
        return new ChartQueries(sample().database())
                .chart(unit, from, to, points, NOW)
                .orElseThrow();
    }

    @Test
    void aReadingThatNobodyTrustsDoesNotReachIntoARangeThatBeginsWithTrust() {
        sample().execute("""
                insert into channel_distrust
                    (channel_id, from_time, to_time, reason, recorded_at, recorded_by, trusted_at, trusted_by, trust_reason)
                select id, '2026-11-21T10:00:00Z', '2026-11-21T10:29:30Z', 'broken', now(), 'ann', now(), 'ann', 'well'
                from channel where device_id = 'probe-1' and name = 't1'
                """);
        Instant from = Instant.parse("2026-11-21T10:29:40Z");
        ChartQueries.Channel probe = channel(chart("lk-1", from, FROM.plusSeconds(3000), 100), "probe-1/t1");
        assertThat(probe.gaps())
                .containsExactly(List.of(
                        from.getEpochSecond(),
                        Instant.parse("2026-11-21T10:30:00Z").getEpochSecond()));
        assertThat(probe.distrusted()).isEmpty();
    }

    private static ChartQueries.Channel channel(ChartQueries.Chart chart, String path) {
        return chart.channels().stream()
                .filter(channel -> (channel.device() + "/" + channel.channel()).equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsReadingsForTheTimeForWhichTheyMeasuredTheUnit() {
        ChartQueries.Chart chart = chart("lk-1", FROM, NOW, 1500);
        assertThat(chart.bucketS()).isZero();
        assertThat(chart.bandMinCelsius()).isEqualTo(2);
        assertThat(chart.bandMaxCelsius()).isEqualTo(8);
        assertThat(chart.channels())
                .extracting(channel -> channel.device() + "/" + channel.channel())
                .containsExactly("probe-1/door", "probe-1/t1", "probe-2/t1");
        assertThat(channel(chart, "probe-1/t1").t()).hasSize(90).first().isEqualTo(FROM.getEpochSecond());
        // probe-2 measured this unit until 10:30.
        assertThat(channel(chart, "probe-2/t1").t())
                .containsExactly(FROM.getEpochSecond() + 28 * 60, FROM.getEpochSecond() + 29 * 60);
        assertThat(channel(chart, "probe-2/t1").gaps())
                .containsExactly(List.of(FROM.getEpochSecond(), FROM.getEpochSecond() + 28 * 60));
        assertThat(chart.excursions())
                .singleElement()
                .satisfies(excursion -> assertThat(excursion.slot()).isEqualTo("too_warm"));
        assertThat(new ChartQueries(sample().database()).chart("nowhere", FROM, NOW, 1500, NOW))
                .isEmpty();
    }

    /** A locker's lag is two hours unless somebody says otherwise; its rules changed at 11:00. */
    @Test
    void showsTheProductBesideTheAirAndWhatLimitsWereInForceWhen() {
        sample().execute("""
                insert into rule_version (scope, ref, effective_from, conditions, source, kind, profile_id, product_lag_s, recorded_at, recorded_by)
                values ('profile', 'chilled', null, (select conditions from storage_profile), 'test', null, null, null, now(), 'test'),
                       ('profile', 'chilled', '2026-11-21T11:00:00Z', '[{"slot": "too_warm", "level": "critical", "quantity": "temperature",
                          "measure": "product", "operator": ">", "threshold": 6, "delay_s": 60, "clear_margin": 0}]', 'test', null, null, null, now(), 'test'),
                       ('unit', 'lk-1', null, '[]', 'test', 'locker', 'chilled', 3600, now(), 'test');
                update channel set senses = 'product' where device_id = 'probe-2';
                """);
        ChartQueries.Chart chart = chart("lk-1", FROM.plusSeconds(1800), NOW, 1500);

        ChartQueries.Channel air = channel(chart, "probe-1/t1");
        assertThat(air.senses()).isEqualTo("air");
        ChartQueries.Product product = Objects.requireNonNull(air.product());
        assertThat(product.lagS()).isEqualTo(3600);
        // The air rose by 0.01 K a minute since 10:00; with a probe in the product there until 10:30, it is as warm as
        // the air then.
        assertThat(product.mean()).hasSameSizeAs(air.t());
        assertThat(product.mean().getFirst()).isEqualTo(4.3);
        assertThat(product.mean().get(10)).isCloseTo(4.3 + 0.1 - 0.6 * (1 - Math.exp(-1 / 6.0)), within(1e-9));
        assertThat(channel(chart, "probe-1/door").product()).isNull();
        assertThat(chart.limits())
                .containsExactly(
                        new ChartQueries.Limit(
                                "too_warm",
                                "critical",
                                "value",
                                ">",
                                8,
                                "> 8 °C for 10 min",
                                null,
                                Instant.parse("2026-11-21T11:00:00Z")),
                        new ChartQueries.Limit(
                                "too_warm",
                                "critical",
                                "product",
                                ">",
                                6,
                                "product > 6 °C for 1 min",
                                Instant.parse("2026-11-21T11:00:00Z"),
                                null));
        ChartQueries.Chart thinned = chart("lk-1", FROM.plusSeconds(1800), NOW, 10);
        ChartQueries.Product few =
                Objects.requireNonNull(channel(thinned, "probe-1/t1").product());
        assertThat(few.max().getFirst())
                .isEqualTo(product.max().subList(0, 10).stream()
                        .filter(Objects::nonNull)
                        .max(Double::compare)
                        .orElseThrow());
    }

    @Test
    void theProductIsFeltFromBeforeTheRange() {
        ChartQueries.Product whole = Objects.requireNonNull(
                channel(chart("lk-1", FROM, NOW, 1500), "probe-1/t1").product());
        ChartQueries.Product end =
                Objects.requireNonNull(channel(chart("lk-1", NOW.minusSeconds(600), NOW, 1500), "probe-1/t1")
                        .product());

        assertThat(end.mean()).isEqualTo(whole.mean().subList(80, 90));
    }

    @Test
    void tellsWhatLateReadingsTookBackAndCorrected() {
        sample().execute("""
                insert into incident_history (incident_id, at, actor, event, detail) values
                  ('00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:40:00Z', 'server', 'excursion_found',
                   '{"excursion": "00000000-0000-0000-0000-0000000000e9", "level": "warning", "started_at": "2026-11-21T10:01:00Z", "worst_value": 8.5}'),
                  ('00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:50:00Z', 'server', 'excursion_retracted',
                   '{"excursion": "00000000-0000-0000-0000-0000000000e9", "level": "warning", "started_at": "2026-11-21T10:01:00Z",
                     "ended_at": "2026-11-21T10:05:00Z", "worst_value": 8.75}'),
                  ('00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:51:00Z', 'server', 'excursion_retracted',
                   '{"excursion": "00000000-0000-0000-0000-0000000000e1", "level": "warning", "started_at": "2026-11-21T10:20:00Z", "worst_value": 1}'),
                  ('00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:52:00Z', 'server', 'excursion_corrected',
                   '{"excursion": "00000000-0000-0000-0000-0000000000e1", "level": "critical", "started_at": "2026-11-21T10:20:00Z",
                     "confirmed_at": "2026-11-21T10:30:00Z", "worst_value": 9.25, "before": {"level": "critical",
                     "started_at": "2026-11-21T10:10:00Z", "confirmed_at": "2026-11-21T10:30:00Z", "worst_value": 9.25}}'),
                  ('00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:53:00Z', 'server', 'excursion_corrected',
                   '{"excursion": "00000000-0000-0000-0000-0000000000e1", "level": "critical", "started_at": "2026-11-21T10:20:00Z",
                     "confirmed_at": "2026-11-21T10:30:00Z", "worst_value": 9.3, "before": {"level": "warning",
                     "started_at": "2026-11-21T10:20:00Z", "confirmed_at": "2026-11-21T10:30:00Z", "worst_value": 9.25}}')
                """);

        // What was found again is not taken back; that it grew is no correction.
        ChartQueries.Chart chart = chart("lk-1", FROM, NOW, 1500);
        assertThat(chart.retracted())
                .containsExactly(new IncidentQueries.Retracted(
                        UUID.fromString("00000000-0000-0000-0000-0000000000a1"),
                        "too_warm",
                        "warning",
                        Instant.parse("2026-11-21T10:01:00Z"),
                        Instant.parse("2026-11-21T10:05:00Z"),
                        8.75,
                        Instant.parse("2026-11-21T10:40:00Z"),
                        Instant.parse("2026-11-21T10:50:00Z")));
        assertThat(chart.excursions())
                .extracting(IncidentQueries.Excursion::correctedAt)
                .containsExactly(Instant.parse("2026-11-21T10:52:00Z"));
        assertThat(chart("lk-1", FROM.plusSeconds(600), NOW, 1500).retracted()).isEmpty();
    }

    @Test
    void thinsWhatIsMoreThanPoints() {
        ChartQueries.Chart chart = chart("lk-1", FROM, NOW, 10);
        assertThat(chart.bucketS()).isEqualTo(900);
        ChartQueries.Channel channel = channel(chart, "probe-1/t1");
        // None from 11:00 to 11:29.
        assertThat(channel.t())
                .extracting(t -> (t - FROM.getEpochSecond()) / 60)
                .containsExactly(0L, 15L, 30L, 45L, 90L, 105L);
        assertThat(channel.min().getFirst()).isEqualTo(4.0);
        assertThat(channel.max().getFirst()).isEqualTo(4.14);
        assertThat(channel.mean().getFirst()).isBetween(4.0699, 4.0701);
    }

    @Test
    void timeAfterNowIsNoGap() {
        ChartQueries.Channel channel = channel(chart("lk-1", FROM, NOW.plusSeconds(3600), 1500), "probe-1/t1");
        assertThat(channel.gaps())
                .containsExactly(List.of(FROM.getEpochSecond() + 61 * 60, FROM.getEpochSecond() + 90 * 60));
    }

    /** Readings at random times, with placements that come and go. */
    @Test
    void itsGapsAreThoseOfTheLogAndItsBucketsThoseOfTheDatabase() {
        sample().execute("""
                select setseed(0.5);
                delete from reading;
                insert into reading select c.id, t + random() * interval '50 seconds', random() * 10, 0, t, 1, 1, 1
                from channel c, generate_series('2026-11-20T00:00:00Z'::timestamptz, '2026-11-21T13:00:00Z', '1 minute') t
                where random() < 0.4;
                delete from placement p using channel c where c.id = p.channel_id and c.device_id = 'probe-2';
                insert into placement select c.id, case when i % 3 = 0 then 'lk-2' else 'lk-1' end,
                       '2026-11-20T00:00:30Z'::timestamptz + i * interval '97 minutes',
                       '2026-11-20T00:00:30Z'::timestamptz + (i + 1) * interval '97 minutes'
                from channel c, generate_series(0, 20) i where c.device_id = 'probe-2';
                """);
        Instant from = Instant.parse("2026-11-20T03:07:11.123456Z");
        Instant to = Instant.parse("2026-11-21T12:30:00.5Z");

        ChartQueries.Chart chart = chart("lk-1", from, to, 5000);

        Map<String, List<Coverage.Gap>> gaps = gapsOfTheLog(from, to);
        assertThat(gaps.get("probe-2/t1")).hasSizeGreaterThan(20);
        gaps.forEach((path, expected) -> assertThat(channel(chart, path).gaps())
                .as(path)
                .isEqualTo(expected.stream()
                        .map(gap -> List.of(
                                Math.floorDiv(gap.fromMicros(), 1_000_000L), Math.floorDiv(gap.toMicros(), 1_000_000L)))
                        .filter(gap -> gap.get(0) < gap.get(1))
                        .toList()));

        ChartQueries.Chart thinned = chart("lk-1", from, to, 100);
        assertThat(thinned.bucketS()).isEqualTo(1800);
        for (ChartQueries.Channel channel : thinned.channels()) {
            assertThat(channel.t()).hasSizeLessThanOrEqualTo(100);
            assertThat(words(channel)).isEqualTo(wordsOfTheDatabase(channel, from, to));
        }
    }

    private Map<String, List<Coverage.Gap>> gapsOfTheLog(Instant from, Instant to) {
        var gaps = new LinkedHashMap<String, List<Coverage.Gap>>();
        new PostgresUnitLog(sample().database()).read("lk-1", Sql.micros(from), Sql.micros(to), view -> {
            for (LogChannel channel : view.facts().channels()) {
                var all = new ArrayList<Coverage.Gap>();
                for (Stretch stretch : channel.stretches()) {
                    var coverage = new Coverage(
                            stretch,
                            channel.maxHoldMicros(),
                            List.of(),
                            Sql.micros(NOW),
                            (a, b) -> all.add(new Coverage.Gap(a, b)));
                    view.times(channel, stretch, (event, received) -> coverage.reading(event));
                    coverage.end();
                }
                gaps.put(channel.path(), all);
            }
        });
        return gaps;
    }

    private static List<String> words(ChartQueries.Channel channel) {
        var words = new ArrayList<String>();
        for (int i = 0; i < channel.t().size(); i++) {
            words.add("%d %.9f %.9f %.9f"
                    .formatted(
                            channel.t().get(i),
                            channel.min().get(i),
                            channel.max().get(i),
                            channel.mean().get(i)));
        }
        return words;
    }

    private List<String> wordsOfTheDatabase(ChartQueries.Channel channel, Instant from, Instant to) {
        return sample().database()
                .read(connection -> Sql.list(
                        connection,
                        row -> "%d %.9f %.9f %.9f"
                                .formatted(row.getLong(1), row.getDouble(2), row.getDouble(3), row.getDouble(4)),
                        """
                select extract(epoch from date_bin('1800 s', r.time, timestamptz 'epoch'))::bigint, min(r.value), max(r.value), avg(r.value)
                from placement p join channel c on c.id = p.channel_id
                join reading r on r.channel_id = c.id and r.time >= p.valid_from and r.time < coalesce(p.valid_to, 'infinity')
                where p.unit_id = 'lk-1' and c.device_id = ? and c.name = ? and r.time >= ? and r.time < ?
                group by 1 order by 1
                """,
                        channel.device(),
                        channel.channel(),
                        from,
                        to));
    }
}
