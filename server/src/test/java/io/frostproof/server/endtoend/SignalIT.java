package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.action.Targets;
import io.frostproof.store.ActionOutbox;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an approval to the latch of a locker and back, with a broker and the simulator's device, across a kill and silence. */
class SignalIT {

    private static final String QUARANTINE = "00000000-0000-0000-0000-0000000000d7";
    private static final String STATE = "select state from action where kind = 'mqtt' order by number";
    private static final String SIGNALS = """
            actions:
              signals:
                - {do: lock, for: 7d}
                - {do: buzzer, for: 30s}
            """;
    private static final Duration WITHIN = Duration.ofSeconds(90);

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%s within %s", what, WITHIN).isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void known(LogRows rows) throws Exception {
        await(
                "a device that says it can lock",
                () -> rows.column("select abilities::text from device_state").equals(List.of("{lock}")));
    }

    @Test
    void anApprovalLocksOnceAndATakenBackOneUnlocks(@TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "signals");
        var rows = new LogRows(database, url);
        propose(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start();
                SimulatedLocker locker = new SimulatedLocker(broker.uri(), false)) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), SIGNALS);
            try (ServerProcess server = ServerProcess.start(config)) {
                known(rows);
                // It hears nothing when it is asked, and the server dies before it answers.
                locker.reachable(false);
                assertThat(new ApiCalls(server).post("/api/v1/decisions/" + QUARANTINE + "/approve"))
                        .isEqualTo(200);
                await(
                        "sent",
                        () -> rows.column("select state from device_command").equals(List.of("sent")));
                assertThat(rows.column("select payload ->> 'do' from action where kind = 'mqtt'"))
                        .as("it has no buzzer, so it is not asked to sound")
                        .containsExactly("lock");
                server.kill9();
            }
            assertThat(locker.locks()).isZero();
            try (ServerProcess server = ServerProcess.start(config)) {
                locker.reachable(true);
                await("confirmed", () -> rows.column(STATE).equals(List.of("confirmed")));
                assertThat(locker.locked()).isTrue();
                assertThat(rows.column("select confirmed_by from action where kind = 'mqtt'"))
                        .containsExactly("device " + ManagedDevice.ID);
                assertThat(rows.number("select sends from device_command")).isGreaterThan(1);

                asIfNothingHadBeenRecorded(database, url);
                await("known to be done", () -> rows.column(STATE).equals(List.of("confirmed")));
                // The same id once more, all the way to the device.
                change(database, url, "update device_command set state = 'sent', wanted = wanted + 1");
                await(
                        "answered again",
                        () -> rows.column("select state from device_command").equals(List.of("done")));
                assertThat(locker.locks()).as("once for each id").isEqualTo(1);
                assertThat(rows.number("select count(*) from device_command")).isEqualTo(1);

                release(database, url);
                await("unlocked", () -> rows.column(STATE).equals(List.of("confirmed", "confirmed")));
                assertThat(locker.locked()).isFalse();
                assertThat(locker.locks()).isEqualTo(2);
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
        }
    }

    @Test
    void aRefusalIsForPeopleAtOnce(@TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "signals_refused");
        var rows = new LogRows(database, url);
        propose(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start();
                SimulatedLocker locker = new SimulatedLocker(broker.uri(), true)) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), SIGNALS);
            try (ServerProcess server = ServerProcess.start(config)) {
                known(rows);
                var api = new ApiCalls(server);
                assertThat(api.post("/api/v1/decisions/" + QUARANTINE + "/approve"))
                        .isEqualTo(200);
                await("dead", () -> rows.column(STATE).equals(List.of("dead")));
                assertThat(rows.column("select detail from action where kind = 'mqtt'"))
                        .containsExactly("the device refused do, expected a latch that moves");
                // Somebody has oiled it, they say.
                String action = rows.column("select id::text from action where kind = 'mqtt'")
                        .getFirst();
                assertThat(api.post("/api/v1/actions/" + action + "/retry")).isEqualTo(200);
                await(
                        "asked anew",
                        () -> rows.column("select state from device_command order by number")
                                .equals(List.of("refused", "refused")));
                await("dead again", () -> rows.column(STATE).equals(List.of("dead")));
                assertThat(locker.locked()).isFalse();
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
        }
    }

    /** As a server leaves it that was killed after it wrote the command and before it wrote that it had. */
    private static void asIfNothingHadBeenRecorded(TestDatabase database, String url) throws Exception {
        change(database, url, """
                delete from action_attempt t using action a where a.id = t.action_id and a.kind = 'mqtt';
                update action set state = 'waiting', attempts = 0, receipt = null, sent_at = null, confirmed_at = null, confirmed_by = null
                where kind = 'mqtt'
                """);
    }

    /** What a release writes: its facts are read by the same code, and who may release is another test's matter. */
    private static void release(TestDatabase database, String url) throws Exception {
        change(database, url, """
                insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by)
                values ('00000000-0000-0000-0000-0000000000d8', '00000000-0000-0000-0000-0000000000a7', 'release', 'approved', now(), 'test-1', '{}',
                        now(), 'qa');
                insert into decision_item (decision_id, handling_unit_id)
                select '00000000-0000-0000-0000-0000000000d8', handling_unit_id from decision_item where decision_id = '%s';
                update handling_unit set disposition = 'available', held_by = null where held_by is not null
                """.formatted(QUARANTINE));
        try (var connection = database.connect(url)) {
            new ActionOutbox(Targets.OWN)
                    .write(connection, UUID.fromString("00000000-0000-0000-0000-0000000000d8"), Instant.now());
        }
    }

    private static void change(TestDatabase database, String url, String sql) throws Exception {
        try (var connection = database.connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void propose(TestDatabase database, String url) throws Exception {
        change(database, url, """
                insert into incident (id, region_id, unit_id, slot, level, state, started_at, recovered_at, opened_at)
                select '00000000-0000-0000-0000-0000000000a7', n.region_id, u.id, 'too_cold', 'critical', 'resolved',
                       now() - interval '2 h', now() - interval '1 h', now() - interval '2 h'
                from unit u join node n on n.id = u.node_id where u.id = 'machine';
                insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence)
                values ('%s', '00000000-0000-0000-0000-0000000000a7', 'quarantine', 'proposed', now(), 'test-1', '{}');
                insert into decision_item select '%s', id from handling_unit order by id limit 2
                """.formatted(QUARANTINE, QUARANTINE));
    }
}
