package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.store.ReadingQueries.ChannelPath;
import io.frostproof.store.ReadingStream.Wanted;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
class ReadingStreamIT {

    private static final ChannelPath PROBE = new ChannelPath("probe-1", "t1");
    private static final int ALL = Integer.MAX_VALUE;

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

    private ReadingStream stream() {
        return new ReadingStream(sample().database());
    }

    private static @Nullable Instant time(@Nullable String hourAndMinute) {
        return hourAndMinute == null ? null : Instant.parse("2026-11-21T" + hourAndMinute + ":00Z");
    }

    private List<String> rows(
            @Nullable String unit,
            @Nullable ChannelPath channel,
            @Nullable String from,
            @Nullable String to,
            boolean descending,
            int limit) {
        var rows = new ArrayList<String>();
        stream()
                .each(
                        new Wanted(unit, channel, time(from), time(to), descending, limit),
                        row -> rows.add(
                                row.time().toString().substring(11, 16) + " " + row.device() + "/" + row.channel()));
        return rows;
    }

    @Test
    void readingsComeInTheOrderAskedForAndNoMoreThanThat() {
        assertThat(rows(null, PROBE, null, "11:31", true, 3))
                .containsExactly("11:30 probe-1/t1", "10:59 probe-1/t1", "10:58 probe-1/t1");
        assertThat(rows(null, PROBE, "10:59", null, false, 3))
                .containsExactly("10:59 probe-1/t1", "11:30 probe-1/t1", "11:31 probe-1/t1");
        assertThat(rows(null, PROBE, null, null, false, ALL)).hasSize(90);
        assertThat(rows(null, new ChannelPath("probe-1", "nothing"), null, null, true, ALL))
                .isEmpty();
    }

    @Test
    void channelsOfAUnitAreMergedForTheTimeForWhichTheyMeasuredIt() {
        List<String> ascending = rows("lk-1", null, "10:28", "10:32", false, ALL);
        assertThat(ascending)
                .containsExactly(
                        "10:28 probe-1/t1",
                        "10:28 probe-2/t1",
                        "10:29 probe-1/t1",
                        "10:29 probe-2/t1",
                        "10:30 probe-1/t1",
                        "10:31 probe-1/t1");
        assertThat(rows("lk-1", null, "10:28", "10:32", true, ALL))
                .containsExactly(
                        "10:31 probe-1/t1",
                        "10:30 probe-1/t1",
                        "10:29 probe-1/t1",
                        "10:29 probe-2/t1",
                        "10:28 probe-1/t1",
                        "10:28 probe-2/t1");
        assertThat(rows("lk-2", null, null, null, false, ALL)).hasSize(4);
        assertThat(rows("lk-2", null, null, "10:30", false, ALL)).isEmpty();
    }

    @Test
    void aChannelThatCameBackIsReadStretchByStretch() {
        sample().execute("""
                insert into placement select id, 'lk-1', '2026-11-21T11:40:00Z', null from channel where device_id = 'probe-2';
                update placement p set valid_to = '2026-11-21T11:00:00Z' from channel c
                where c.id = p.channel_id and c.device_id = 'probe-2' and p.unit_id = 'lk-2';
                insert into reading select id, '2026-11-21T11:50:30Z', 1, 0, now(), 1, 1, 1 from channel where device_id = 'probe-2';
                """);
        assertThat(rows("lk-1", null, null, null, true, ALL).stream().filter(row -> row.contains("probe-2")))
                .containsExactly("11:50 probe-2/t1", "10:29 probe-2/t1", "10:28 probe-2/t1");
        assertThat(rows("lk-1", null, null, null, false, ALL).stream().filter(row -> row.contains("probe-2")))
                .containsExactly("10:28 probe-2/t1", "10:29 probe-2/t1", "11:50 probe-2/t1");
    }

    @Test
    void aReadingWithoutNumbersHasNone() {
        var rows = new ArrayList<ReadingQueries.Row>();
        stream().each(new Wanted(null, new ChannelPath("probe-1", "door"), null, null, true, 10), rows::add);
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.boot()).isNull();
            assertThat(row.seq()).isNull();
            assertThat(row.quality()).isEqualTo("reception_time");
        });
    }

    private List<String> buckets(
            @Nullable String unit,
            @Nullable String from,
            @Nullable String to,
            boolean descending,
            int limit,
            Duration length) {
        var rows = new ArrayList<String>();
        stream()
                .eachBucket(
                        new Wanted(unit, unit == null ? PROBE : null, time(from), time(to), descending, limit),
                        length,
                        bucket -> rows.add("%s %s %.3f %.3f %.4f %d"
                                .formatted(
                                        bucket.time(),
                                        bucket.device(),
                                        bucket.min(),
                                        bucket.max(),
                                        bucket.mean(),
                                        bucket.count())));
        return rows;
    }

    @Test
    void bucketsBeginAtMultiplesOfTheirLengthAndHoldOnlyWhatWasAskedFor() {
        assertThat(buckets(null, "10:58", "11:32", false, ALL, Duration.ofMinutes(15)))
                .containsExactly(
                        "2026-11-21T10:45:00Z probe-1 4.580 4.590 4.5850 2",
                        "2026-11-21T11:30:00Z probe-1 4.300 4.310 4.3050 2");
        assertThat(buckets(null, null, null, false, ALL, Duration.ofDays(1)))
                .containsExactly("2026-11-21T00:00:00Z probe-1 4.000 4.590 4.3450 90");
        assertThat(buckets("lk-1", "10:28", "10:31", true, ALL, Duration.ofMinutes(1)).stream()
                        .map(row -> row.substring(11, 28)))
                .containsExactly(
                        "10:30:00Z probe-1",
                        "10:29:00Z probe-1",
                        "10:29:00Z probe-2",
                        "10:28:00Z probe-1",
                        "10:28:00Z probe-2");
    }

    /** More buckets than are made at once, with a hole between them that is longer than what is made at once. */
    @Test
    void bucketsAreTheSameForwardsAndBackwardsHoweverManyThereAre() {
        sample().execute("""
                insert into reading select c.id, t, extract(epoch from t)::bigint % 7, 0, t, 1, 1, 1
                from channel c, generate_series('2026-11-01T00:00:00Z'::timestamptz, '2026-11-20T00:00:00Z', '37 seconds') t
                where c.name = 't1' and not (t >= '2026-11-05T00:00:00Z' and t < '2026-11-09T00:00:00Z')
                """);
        List<String> forwards = buckets("lk-1", null, null, false, ALL, Duration.ofMinutes(5));
        List<String> backwards = buckets("lk-1", null, null, true, ALL, Duration.ofMinutes(5));
        assertThat(forwards).hasSizeGreaterThan(8_000).doesNotHaveDuplicates();
        assertThat(backwards).hasSameSizeAs(forwards).containsExactlyInAnyOrderElementsOf(forwards);
        var sorted = new ArrayList<>(forwards);
        Collections.sort(sorted);
        assertThat(forwards).isEqualTo(sorted);
        assertThat(buckets("lk-1", null, null, true, 777, Duration.ofMinutes(5)))
                .isEqualTo(backwards.subList(0, 777));
        assertThat(buckets("lk-1", null, null, false, 777, Duration.ofMinutes(5)))
                .isEqualTo(forwards.subList(0, 777));
    }

    @Test
    void aTakerWhoStopsEndsTheQuery() {
        var rows = new ArrayList<String>();
        assertThatThrownBy(() -> stream().each(new Wanted("lk-1", null, null, null, false, ALL), row -> {
                    rows.add(row.device());
                    if (rows.size() == 5) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(rows).hasSize(5);
        // All connections are back, and usable.
        for (int i = 0; i < 8; i++) {
            assertThat(rows("lk-2", null, null, null, false, ALL)).hasSize(4);
        }
    }
}
