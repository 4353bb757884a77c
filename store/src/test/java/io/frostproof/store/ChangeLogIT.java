package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.store.ChangeLog.Change;
import io.frostproof.testing.PostgresFlavour;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every change shows up in the feed once, whoever makes it, and ids never appear out of order. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class ChangeLogIT {

    private static final String OPEN = "00000000-0000-0000-0000-0000000000a1";

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

    @BeforeEach
    void open() {
        opened = SampleDatabase.open(flavour);
        // What the sample itself has changed.
        while (!log().publish(1000).isEmpty()) {}
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

    private ChangeLog log() {
        return new ChangeLog(sample().database());
    }

    private List<String> changesOf(String sql) {
        sample().execute(sql);
        return log().publish(1000).stream()
                .map(change -> String.join(
                        " ",
                        change.type(),
                        "" + change.ref(),
                        "" + change.unit(),
                        "" + change.node(),
                        "" + change.region()))
                .toList();
    }

    @Test
    void whoeverMovesAnIncidentADecisionOrStockTheFeedTells() {
        assertThat(changesOf("update incident set state = 'acknowledged' where id = '" + OPEN + "'"))
                .containsExactly("incident " + OPEN + " lk-1 n1 north");
        assertThat(changesOf("update incident set state = 'acknowledged' where id = '" + OPEN + "'"))
                .as("nothing is different")
                .isEmpty();
        assertThat(changesOf("update excursion set worst_value = 11 where incident_id = '" + OPEN + "'"))
                .containsExactly("incident " + OPEN + " lk-1 n1 north");
        assertThat(changesOf("update excursion set decided_at = now()")).isEmpty();
        assertThat(changesOf("update decision set state = 'rejected'"))
                .containsExactly("decision 00000000-0000-0000-0000-0000000000d1 lk-1 n1 north");
        assertThat(changesOf("update handling_unit set disposition = 'quarantined' where id = 'hu-2'"))
                .containsExactly("stock hu-2 lk-2 n1 north");
        assertThat(changesOf("insert into movement values ('hu-1', '2026-11-21T11:30:00Z', 'lk-2')"))
                .containsExactly("movement hu-1 lk-2 n1 north", "movement hu-1 lk-1 n1 north");
        assertThat(changesOf("insert into movement values ('hu-1', '2026-11-21T11:45:00Z', null)"))
                .containsExactly("movement hu-1 null null null", "movement hu-1 lk-2 n1 north");
        assertThat(changesOf("update outbox set state = 'delivered'"))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).startsWith("notice "));
        assertThat(changesOf("update outbox set attempts = 7")).isEmpty();
        assertThat(changesOf("update network_version set version = version + 1"))
                .containsExactly("network null null null null");
    }

    @Test
    void aFloodOfDeadLettersIsOneNote() {
        String flood = """
                insert into dead_letter (source, topic, payload, payload_sha256, payload_bytes, reason, detail, first_received_at,
                                         last_received_at)
                select 'mqtt', 't', '', sha256(g::text::bytea), 1, 'x', 'y', now(), now() from generate_series(1, 1000) g
                on conflict (topic, payload_sha256, reason) do update set occurrences = dead_letter.occurrences + 1""";
        assertThat(changesOf(flood)).containsExactly("dead_letter null null null null");
        assertThat(changesOf(flood)).as("counted up").containsExactly("dead_letter null null null null");
        assertThat(changesOf(
                        "do $$ begin for i in 1..50 loop insert into dead_letter (source, topic, payload, payload_sha256,"
                                + " payload_bytes, reason, detail, first_received_at, last_received_at) values ('mqtt', 't', '',"
                                + " sha256(('n' || i)::bytea), 1, 'x', 'y', now(), now()); end loop; end $$"))
                .containsExactly("dead_letter null null null null");
        assertThat(changesOf("update dead_letter set state = 'discarded' where reason = 'malformed'"))
                .singleElement()
                .satisfies(line -> assertThat(line).matches("dead_letter [0-9]+ null null null"));
        assertThat(changesOf("insert into reading_suspect (channel_id, time, value, received_at, boot, seq, reason)"
                        + " values (1, '1970-01-01Z', 1, now(), 1, 1, 'x')"))
                .containsExactly("suspect_reading null null null null");
    }

    @Test
    void aMovementOfAnImportIsNoChangeOfItsOwn() {
        assertThat(changesOf("begin; set local frostproof.importing = 'on';"
                        + " insert into movement values ('hu-3', '2026-11-21T11:30:00Z', 'lk-2');"
                        + " update network_version set version = version + 1; commit"))
                .containsExactly("network null null null null");
    }

    @Test
    void severalChangesOfOneThingThatArePublishedTogetherAreOne() {
        sample().execute("update incident set level = 'warning' where id = '" + OPEN + "'");
        sample().execute("update incident set state = 'acknowledged' where id = '" + OPEN + "'");
        assertThat(log().publish(1000)).hasSize(1);
    }

    @Test
    void aTransactionThatCommitsLateGetsALaterIdAndIsNotSkipped() throws Exception {
        long before = log().lastId();
        try (Connection slow = connection();
                Statement statement = slow.createStatement()) {
            statement.execute("update incident set assignee = 'slow' where id = '" + OPEN + "'");
            sample().execute("update decision set reason = 'fast'");
            assertThat(log().publish(1000)).extracting(Change::type).containsExactly("decision");
            slow.commit();
        }
        assertThat(log().publish(1000)).extracting(Change::type).containsExactly("incident");
        assertThat(log().after(before, Long.MAX_VALUE, 10).orElseThrow())
                .extracting(Change::type)
                .containsExactly("decision", "incident");
    }

    private Connection connection() throws SQLException {
        Connection connection = sample().server().connect(sample().url());
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void whoFollowsWhileManyCommitInAnyOrderSeesEachIdOnceAndInOrder() throws Exception {
        int writers = 4;
        int each = 40;
        sample().execute("insert into handling_unit (id, lot_id, quantity, quantity_unit)"
                + " select 'w-' || g, 'lot-1', 1, 'kg' from generate_series(0, " + (writers * each - 1) + ") g");
        long start = log().lastId();
        var left = new AtomicInteger(writers);
        var begun = new CountDownLatch(1);
        var seen = new ArrayList<Long>();
        Set<String> refs = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Future<?>>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer * each;
                work.add(threads.submit(() -> {
                    var random = new Random(first);
                    begun.await();
                    // Two transactions at a time that commit in the other order than they wrote.
                    for (int i = 0; i < each; i += 2) {
                        try (Connection one = connection();
                                Connection other = connection()) {
                            change(one, first + i);
                            change(other, first + i + 1);
                            boolean swapped = random.nextBoolean();
                            (swapped ? other : one).commit();
                            (swapped ? one : other).commit();
                        }
                    }
                    return left.decrementAndGet();
                }));
            }
            // Two publishers, although a server has one: the order must not depend on that.
            for (int publisher = 0; publisher < 2; publisher++) {
                work.add(threads.submit(() -> {
                    begun.await();
                    while (left.get() > 0 || !log().publish(7).isEmpty()) {
                        log().publish(7);
                    }
                    return 0;
                }));
            }
            begun.countDown();
            long last = start;
            boolean over = false;
            while (!over) {
                over = work.stream().allMatch(Future::isDone);
                for (Change change : log().after(last, Long.MAX_VALUE, 5).orElseThrow()) {
                    seen.add(change.id());
                    refs.add(change.ref());
                    last = change.id();
                    over = false;
                }
            }
            for (Future<?> future : work) {
                future.get(1, TimeUnit.SECONDS);
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(LongStream.rangeClosed(start + 1, start + (long) writers * each)
                        .boxed()
                        .toList());
        assertThat(refs).hasSize(writers * each);
    }

    private static void change(Connection connection, int number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update handling_unit set disposition = 'quarantined' where id = 'w-" + number + "'");
        }
    }

    @Test
    void whatIsNotKeptAnyMoreCannotBeResumed() {
        Instant now = Instant.now();
        long before = log().lastId();
        changesOf("update decision set reason = 'one'");
        changesOf("update decision set reason = 'two'");
        sample().execute("update change set at = now() - interval '8 days' where id <= " + (before + 1));
        new Housekeeping(sample().database()).run(now);

        assertThat(log().after(before, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(log().after(before + 1, Long.MAX_VALUE, 10).orElseThrow()).hasSize(1);
        assertThat(log().after(before + 2, Long.MAX_VALUE, 10).orElseThrow()).isEmpty();
        assertThat(log().after(before + 3, Long.MAX_VALUE, 10))
                .as("never given out")
                .isEmpty();
        assertThat(log().lastId()).isEqualTo(before + 2);
        assertThat(Housekeeping.KEEP_CHANGES).isEqualTo(Duration.ofDays(7));
    }
}
