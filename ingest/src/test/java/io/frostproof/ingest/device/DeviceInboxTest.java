package io.frostproof.ingest.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.Form;
import io.frostproof.testing.FakeClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a message to the store and the acknowledgement. */
class DeviceInboxTest {

    private static final String STATUS = "frostproof/1/hub/probe-1/status";
    private static final KnownDevice PROBE = new KnownDevice("probe-1", "hub", "north", Map.of(), 0);

    private final FakeClock clock = FakeClock.at("2026-11-21T12:00:00Z");
    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final MemoryDownlink down = new MemoryDownlink();
    private final IngestCounters counters = new IngestCounters();
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private @Nullable DeviceKey key;
    private final DeviceInbox inbox = new DeviceInbox(new OneDevice(), device -> key, store, clock, counters, () -> {});

    private static final class OneDevice implements DeviceDirectory {
        @Override
        public @Nullable KnownDevice find(String deviceId) {
            return deviceId.equals(PROBE.id()) ? PROBE : null;
        }

        @Override
        public Collection<KnownDevice> all() {
            return List.of(PROBE);
        }
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private void receive(String topic, String payload) throws InterruptedException {
        receive(topic, payload.getBytes(UTF_8), false, payload, new CountDownLatch(1));
    }

    private void receive(String topic, byte[] payload, boolean retained, String name, CountDownLatch done)
            throws InterruptedException {
        inbox.receive("mqtt", topic, payload, retained, down, () -> {
            acknowledged.add(name);
            done.countDown();
        });
    }

    /** Everything before has been stored when this is. */
    private void awaitEmpty() throws InterruptedException {
        var done = new CountDownLatch(1);
        receive(STATUS, "{\"state\":\"online\",\"boot\":99,\"conn\":99}".getBytes(UTF_8), false, "last", done);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsStoredIsAcknowledgedInOrderOfArrival() throws Exception {
        inbox.start();
        receive(STATUS, "{\"state\":\"online\",\"boot\":7,\"conn\":3}");
        receive("frostproof/1/hub/probe-1/answer", "{\"id\":\"c1\",\"result\":\"done\"}");
        awaitEmpty();
        assertThat(store.taken).hasSize(3);
        assertThat(store.taken.getFirst()).isEqualTo(Statuses.bare(Presence.ONLINE, 7, 3));
        assertThat(store.taken.get(1)).isEqualTo(new Said.Answer(null, "c1", Said.Result.DONE, null, null, null));
        assertThat(acknowledged).hasSize(3).last().isEqualTo("last");
    }

    @Test
    void aStoreThatIsAwayHoldsTheAcknowledgement() throws Exception {
        store.away(true);
        inbox.start();
        receive(STATUS, "{\"state\":\"online\",\"boot\":7,\"conn\":3}");
        store.awaitTwoAttempts();
        assertThat(acknowledged).isEmpty();
        store.away(false);
        awaitEmpty();
        assertThat(store.taken.getFirst()).isEqualTo(Statuses.bare(Presence.ONLINE, 7, 3));
    }

    @Test
    void theTimeIsToldAtOnceAlsoWhileTheStoreIsAway() throws Exception {
        receive(STATUS, "{\"state\":\"online\",\"boot\":7,\"conn\":3,\"up\":53211}");
        Downlink.Message told = down.messages.getFirst();
        assertThat(told.topic()).isEqualTo("frostproof/1/hub/probe-1/down/time");
        assertThat(told.qos()).isZero();
        assertThat(ControlCodec.decode(Control.Type.TIME, told.payload(), null))
                .isEqualTo(
                        new ControlResult.Decoded(new DeviceTime(clock.instant().toEpochMilli(), 53_211)));
    }

    @Test
    void aRetainedQuestionIsOfAnotherMoment() throws Exception {
        receive(
                STATUS,
                "{\"state\":\"online\",\"boot\":7,\"conn\":3,\"up\":53211}".getBytes(UTF_8),
                true,
                "retained",
                new CountDownLatch(1));
        assertThat(down.messages).isEmpty();
    }

    @Test
    void aDeviceWithAKeyIsAnsweredInSignedFrames() throws Exception {
        key = new DeviceKey("0123456789abcdef".getBytes(UTF_8));
        var question = DeviceStatus.builder(DeviceStatus.State.ONLINE, 7, 3)
                .upMillis(9L)
                .build();
        receive(STATUS, ControlCodec.encode(question, Form.BINARY, key), false, "signed", new CountDownLatch(1));
        byte[] told = down.messages.getFirst().payload();
        assertThat(Form.of(told)).isEqualTo(Form.BINARY);
        assertThat(ControlCodec.decode(Control.Type.TIME, told, key)).isInstanceOf(ControlResult.Decoded.class);
        inbox.start();
        receive(STATUS, "{\"state\":\"online\",\"boot\":7,\"conn\":3,\"up\":1}");
        receive(STATUS, ControlCodec.encode(question, Form.BINARY, key), false, "again", new CountDownLatch(1));
        var done = new CountDownLatch(1);
        receive(STATUS, ControlCodec.encode(question, Form.BINARY, key), false, "last", done);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(store.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("unsigned"));
        assertThat(down.messages).as("who is not known is told nothing").hasSize(3);
    }

    @Test
    void whatCannotBeUsedIsADeadLetterWithItsReason() throws Exception {
        inbox.start();
        receive(STATUS, "{\"state\":\"asleep\",\"boot\":7,\"conn\":3}");
        receive(STATUS, "{\"state\":\"online\",\"boot\":7");
        receive("frostproof/1/hub/probe-9/status", "{}");
        receive("frostproof/1/dock/probe-1/answer", "{}");
        receive("frostproof/2/hub/probe-1/status", "{}");
        awaitEmpty();
        assertThat(store.letters)
                .extracting(letter -> letter.reason())
                .containsExactly("out_of_range", "not_json", "unknown_device", "wrong_node", "bad_topic");
        assertThat(counters.deadLetters()).containsEntry("wrong_node", 1L);
        assertThat(acknowledged).hasSize(6);
    }

    @Test
    void oneMessageThatTheStoreRefusesDoesNotStopTheOthers() throws Exception {
        store.refuses(said -> said instanceof Said.Status status && status.conn() == 2);
        for (int conn = 1; conn <= 3; conn++) {
            receive(STATUS, "{\"state\":\"online\",\"boot\":7,\"conn\":" + conn + "}");
        }
        inbox.start();
        awaitEmpty();
        assertThat(store.taken).hasSize(3);
        assertThat(store.letters).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("refused_by_database");
            assertThat(new String(letter.payload().kept(), UTF_8)).contains("\"conn\":2");
        });
        assertThat(acknowledged).hasSize(4);
    }

    @Test
    void withoutKeysNobodyHasOne() {
        assertThat(DeviceKeys.NONE.of("probe-1")).isNull();
    }
}
