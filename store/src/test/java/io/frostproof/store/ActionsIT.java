package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.action.Targets.Receiver;
import io.frostproof.alerts.action.Targets.Signal;
import io.frostproof.alerts.plan.Action;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
class ActionsIT {

    private static final DecisionLog.Person ANN = new DecisionLog.Person("ann", "operator");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant LEAVES = NOW.plus(Duration.ofHours(2));
    private static final UUID QUARANTINE = id("d1");
    private static final UUID TRANSFER = id("d2");
    private static final PageRequest PAGE = PageRequest.first(100);
    private static final Duration TOOK = Duration.ofMillis(20);

    private static final Targets TARGETS = new Targets(
            List.of(
                    new Receiver(ActionKind.WEBHOOK, "wms", Targets.ALL),
                    new Receiver(ActionKind.WEBHOOK, "lorries", Set.of(Action.TRANSFER, Action.REROUTE)),
                    new Receiver(ActionKind.EPCIS, Targets.OWN_LOG, Targets.ALL),
                    new Receiver(ActionKind.EMAIL, "shift", Targets.ALL)),
            List.of(new Signal(
                    Targets.Task.LOCK, Set.of(Action.QUARANTINE), Duration.ofHours(1), Duration.ofMinutes(20))));
    private static final ActionOutbox OUTBOX = new ActionOutbox(TARGETS);

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

    private static UUID id(String end) {
        return UUID.fromString("00000000-0000-0000-0000-0000000000" + end);
    }

    @BeforeEach
    void open() {
        opened = SampleDatabase.open(flavour);
        sample().execute("""
                insert into device_state (device_id, presence, since, heard_at, boot, conn, is_binary, channels, abilities)
                values ('probe-1', 'online', '2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z', 1, 1, false, '[]', '{lock}'),
                       ('probe-2', 'online', '2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z', 1, 1, false, '[]', '{}');
                insert into node values ('n2', 'north', 'Dock Two', 'cold_store', 'Europe/Vienna');
                insert into unit values ('lk-9', 'n2', 'Locker 9', 'locker', null);
                insert into identifier values ('urn:epc:id:sgln:4012345.00002.0', 'node', 'n2'), ('urn:epc:id:giai:4012345.hu1', 'handling_unit', 'hu-1');
                insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence, from_node, to_node, departs_at,
                                      arrives_at, value_amount, value_currency, decided_at, decided_by, reason)
                values ('00000000-0000-0000-0000-0000000000d2', '00000000-0000-0000-0000-0000000000a1', 'transfer', 'approved', '2026-11-21T11:00:00Z',
                        'plan-1', '{}', 'n1', 'n2', '2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z', 120.5, 'EUR', '2026-11-21T12:00:00Z', 'bob', null);
                insert into decision_item values ('00000000-0000-0000-0000-0000000000d2', 'hu-1')""");
        database().becomeActive();
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

    private void write(UUID decision, Instant now) {
        database().<@Nullable Void>write(connection -> {
            OUTBOX.write(connection, decision, now);
            return null;
        });
    }

    private List<ActionQueries.Summary> all(UUID decision) {
        return queries().list(null, decision, null, PAGE).items().reversed();
    }

    private ActionQueries queries() {
        return new ActionQueries(database());
    }

    private ActionQueue queue() {
        return new ActionQueue(database(), Duration.ofMinutes(30));
    }

    private ActionFollowUp followUp() {
        return new ActionFollowUp(database(), OUTBOX);
    }

    private JsonNode payload(UUID action) {
        return queries().find(action).orElseThrow().payload();
    }

    @Test
    void whatAnApprovalSaysIsWrittenWithIt() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, "too warm", null, NOW);
        assertThat(all(QUARANTINE))
                .extracting(ActionQueries.Summary::key)
                .containsExactly(
                        "decision/" + QUARANTINE + "/webhook/wms/0",
                        // hu-1 and hu-2 are in two units.
                        "decision/" + QUARANTINE + "/epcis/own/0",
                        "decision/" + QUARANTINE + "/epcis/own/1",
                        "decision/" + QUARANTINE + "/email/shift/0",
                        "decision/" + QUARANTINE + "/mqtt/probe-1/lock");
        JsonNode body = payload(all(QUARANTINE).getFirst().id());
        assertThat(body.path("reason").asText()).isEqualTo("too warm");
        assertThat(body.path("from").path("id").asText()).isEqualTo("n1");
        assertThat(body.path("handling_units").get(0).path("identifiers").get(0).asText())
                .isEqualTo("urn:epc:id:giai:4012345.hu1");
        JsonNode event = payload(all(QUARANTINE).get(1).id());
        assertThat(event.path("epcList").get(0).asText()).isEqualTo("urn:epc:id:giai:4012345.hu1");
        assertThat(event.path("bizLocation").path("id").asText()).isEqualTo("urn:frostproof:unit:lk-1");
        JsonNode other = payload(all(QUARANTINE).get(2).id());
        assertThat(other.path("epcList").get(0).asText()).isEqualTo("urn:frostproof:handling-unit:hu-2");
    }

    @Test
    void aDecisionThatIsNotApprovedTellsNobody() {
        assertThatThrownBy(() -> write(QUARANTINE, NOW)).hasMessageContaining("is proposed");
        new DecisionLog(database(), OUTBOX).reject(QUARANTINE, ANN, "no", null, NOW);
        assertThat(all(QUARANTINE)).isEmpty();
    }

    @Test
    void whatIsWrittenTwiceIsThereOnce() {
        write(TRANSFER, NOW);
        List<ActionQueries.Summary> once = all(TRANSFER);
        write(TRANSFER, NOW.plusSeconds(5));
        assertThat(all(TRANSFER)).isEqualTo(once).hasSize(4);
    }

    @Test
    void theContentIsTheSameTextEveryTimeAndInItsOrder() {
        write(TRANSFER, NOW);
        String first = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst().payload();
        assertThat(first).startsWith("{\"schema\":\"frostproof.action/1\",\"key\":\"decision/");
        assertThat(queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst().payload())
                .isEqualTo(first);
        assertThat(first)
                .contains(
                        "\"to\":{\"id\":\"n2\",\"name\":\"Dock Two\",\"identifier\":\"urn:epc:id:sgln:4012345.00002.0\"}")
                .contains("\"value\":{\"amount\":\"120.5\",\"currency\":\"EUR\"}");
    }

    @Test
    void goodsAreOnTheirWayWhenTheyLeaveAndNotBefore() {
        write(TRANSFER, NOW);
        assertThat(queue().due(ActionKind.EPCIS, Targets.OWN_LOG, LEAVES.minusSeconds(1), 10))
                .isEmpty();
        assertThat(queue().due(ActionKind.EPCIS, Targets.OWN_LOG, LEAVES, 10)).hasSize(1);
        assertThat(queue().due(ActionKind.WEBHOOK, "wms", NOW, 10)).hasSize(1);
    }

    @Test
    void attemptsAreKeptAndRecordedOnce() {
        write(TRANSFER, NOW);
        ActionQueue.Due due = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst();
        Instant later = NOW.plusSeconds(2);
        queue().failed(due, NOW, TOOK, "503", later);
        queue().failed(due, NOW, TOOK, "503", later.plusSeconds(9));
        assertThat(queue().due(ActionKind.WEBHOOK, "wms", NOW, 1)).isEmpty();
        ActionQueue.Due again = queue().due(ActionKind.WEBHOOK, "wms", later, 1).getFirst();
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.key()).isEqualTo(due.key());
        queue().sent(again, later, TOOK, "200", null, false);
        ActionQueries.Detail sent = queries().find(due.id()).orElseThrow();
        assertThat(sent.action().state()).isEqualTo("sent");
        assertThat(sent.action().nextAttemptAt()).isNull();
        assertThat(sent.attemptList())
                .extracting(ActionQueries.Attempt::outcome)
                .containsExactly("failed", "sent");
        assertThat(queue().waiting()).containsOnlyKeys("webhook/lorries", "epcis/own", "email/shift");
    }

    @Test
    void whoConfirmsGivesUpOrSendsAgainIsHeard() {
        write(TRANSFER, NOW);
        ActionQueue.Due due = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst();
        assertThat(queries().retry(due.id(), "ann", NOW)).isEqualTo(new Move.Refused("waiting"));
        // Given up while an attempt is on its way: that stands.
        assertThat(queries().giveUp(due.id(), "ann", "the lorry is gone", NOW)).isEqualTo(new Move.Made());
        queue().sent(due, NOW, TOOK, "200", null, false);
        ActionQueries.Detail dead = queries().find(due.id()).orElseThrow();
        assertThat(dead.action().state()).isEqualTo("dead");
        assertThat(dead.action().detail()).isEqualTo("given up by ann: the lorry is gone");
        assertThat(dead.attemptList()).hasSize(1);
        assertThat(queries().dead()).isEqualTo(1);

        assertThat(queries().retry(due.id(), "bob", NOW)).isEqualTo(new Move.Made());
        ActionQueue.Due again = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst();
        assertThat(again.key()).isEqualTo(due.key());
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.attemptsBefore()).isEqualTo(1);

        assertThat(queries().confirm(due.id(), "wms", null, NOW)).isEqualTo(new Move.Made());
        assertThat(queries().confirm(due.id(), "somebody else", null, NOW.plusSeconds(9)))
                .isEqualTo(new Move.Made());
        ActionQueries.Summary confirmed = queries().find(due.id()).orElseThrow().action();
        assertThat(confirmed.confirmedBy()).isEqualTo("wms");
        assertThat(queries().retry(due.id(), "bob", NOW)).isEqualTo(new Move.Refused("confirmed"));
        assertThat(queries().giveUp(id("ff"), "bob", "x", NOW)).isEqualTo(new Move.NotFound());
        assertThat(queries().counts()).isEqualTo(Map.of("waiting", 3L, "sent", 0L, "confirmed", 1L, "dead", 0L));
    }

    @Test
    void theArrivalOfAllGoodsConfirmsWhatWasSent() {
        sample().execute("insert into decision_item values ('" + TRANSFER + "', 'hu-2')");
        write(TRANSFER, NOW);
        ActionQueue.Due due = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst();
        queue().sent(due, NOW, TOOK, "200", null, false);
        sample().execute("insert into movement values ('hu-1', '2026-11-21T15:00:00Z', 'lk-9')");
        Instant after = NOW.plus(Duration.ofHours(4));
        assertThat(followUp().look(after)).isZero();
        sample().execute("insert into movement values ('hu-2', '2026-11-21T15:10:00Z', 'lk-9')");
        assertThat(followUp().look(after)).isEqualTo(1);
        ActionQueries.Summary confirmed = queries().find(due.id()).orElseThrow().action();
        assertThat(confirmed.state()).isEqualTo("confirmed");
        assertThat(confirmed.confirmedBy()).isEqualTo("stock");
        assertThat(followUp().look(after)).isZero();
    }

    @Test
    void aRevertTakesBackWhatWasToldAndForgetsWhatWasNot() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        write(TRANSFER, NOW);
        sample().execute(
                        "update decision set state = 'reverted', reverted_at = '2026-11-21T12:10:00Z', reverted_by = 'cyd', revert_reason = 'sound'"
                                + " where id in ('" + QUARANTINE + "', '" + TRANSFER + "')");
        Instant then = NOW.plusSeconds(600);
        write(QUARANTINE, then);
        write(TRANSFER, then);
        assertThat(all(TRANSFER))
                .extracting(ActionQueries.Summary::key)
                .containsExactly(
                        "decision/" + TRANSFER + "/webhook/wms/0",
                        "decision/" + TRANSFER + "/webhook/lorries/0",
                        "decision/" + TRANSFER + "/email/shift/0",
                        "decision/" + TRANSFER + "/webhook/wms/reverted-0",
                        "decision/" + TRANSFER + "/webhook/lorries/reverted-0",
                        "decision/" + TRANSFER + "/email/shift/reverted-0");
        List<ActionQueries.Summary> quarantine = all(QUARANTINE);
        assertThat(quarantine)
                .extracting(ActionQueries.Summary::key)
                .contains(
                        "decision/" + QUARANTINE + "/epcis/own/reverted-0",
                        "decision/" + QUARANTINE + "/epcis/own/reverted-1",
                        "decision/" + QUARANTINE + "/mqtt/probe-1/reverted-lock");
        JsonNode told = payload(quarantine.get(1).id());
        JsonNode wrong = payload(quarantine.stream()
                .filter(action -> action.key().endsWith("own/reverted-0"))
                .findFirst()
                .orElseThrow()
                .id());
        assertThat(wrong.path("eventID")).isEqualTo(told.path("eventID"));
        assertThat(wrong.path("errorDeclaration").path("declarationTime").asText())
                .isEqualTo(then.toString());
        write(QUARANTINE, then);
        assertThat(all(QUARANTINE)).hasSameSizeAs(quarantine);
    }

    @Test
    void discardedGoodsAreToldAsDestroyedOnceTheyAreGone() {
        sample().execute(
                        "update decision set disposition = 'discard', state = 'approved', decided_at = '2026-11-21T12:00:00Z', decided_by = 'ann'"
                                + " where id = '" + QUARANTINE + "'");
        write(QUARANTINE, NOW);
        assertThat(followUp().look(NOW.plusSeconds(60))).isZero();
        sample().execute(
                        "insert into movement (handling_unit_id, time, to_unit_id, recorded_at) values ('hu-1', '2026-11-21T12:30:00Z', null, '2026-11-21T12:31:00Z')");
        Instant after = NOW.plus(Duration.ofHours(1));
        assertThat(followUp().look(after)).isEqualTo(1);
        assertThat(followUp().look(after)).isZero();
        ActionQueries.Summary destroyed = all(QUARANTINE).getLast();
        assertThat(destroyed.key()).isEqualTo("decision/" + QUARANTINE + "/epcis/own/destroyed-hu-1");
        assertThat(payload(destroyed.id()).path("bizStep").asText()).isEqualTo("destroying");
        assertThat(payload(destroyed.id()).path("readPoint").path("id").asText())
                .isEqualTo("urn:frostproof:unit:lk-1");
    }

    @Test
    void aDiscardWhoseGoodsAreAllGoneIsLookedAtNoMore() {
        sample().execute(
                        "update decision set disposition = 'discard', state = 'approved', decided_at = '2026-11-21T12:00:00Z', decided_by = 'ann'"
                                + " where id = '" + QUARANTINE + "'");
        write(QUARANTINE, NOW);
        Instant after = NOW.plus(Duration.ofHours(1));
        List<String> open = List.of("hu-1", "hu-2");
        for (String gone : open) {
            assertThat(openDiscards()).isEqualTo(1);
            sample().execute("insert into movement (handling_unit_id, time, to_unit_id, recorded_at) values ('" + gone
                    + "', '2026-11-21T12:30:00Z', null, '2026-11-21T12:31:00Z')");
            assertThat(followUp().look(after)).isEqualTo(1);
        }
        assertThat(openDiscards()).isZero();
        assertThat(followUp().look(after)).isZero();
    }

    private long openDiscards() {
        return number("select count(*) from decision where disposition = 'discard' and state = 'approved'"
                + " and goods_gone_at is null");
    }

    private long number(String sql) {
        return database().read(connection -> Sql.number(connection, sql));
    }

    @Test
    void whatIsSentAndNotConfirmedIsOverdueAndGoodsThatTravelAreWaitedFor() {
        write(TRANSFER, NOW);
        ActionQueue.Due due = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst();
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        queue().sent(due, old, TOOK, "200", null, false);
        assertThat(number("select count(*) from action where id = '" + due.id()
                        + "' and overdue_at = '2026-11-21T15:30:00Z'"))
                .as("half an hour after the goods should have arrived")
                .isEqualTo(1);

        sample().execute("update decision set arrives_at = null where id = '" + TRANSFER + "'");
        queries().retry(due.id(), "ann", NOW);
        queue().sent(queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst(), old, TOOK, "200", null, false);
        assertThat(queries().find(due.id()).orElseThrow().action().overdue()).isTrue();
        assertThat(new SystemQueries(database()).counts().overdueActions()).isEqualTo(1);
        queries().confirm(due.id(), "wms", null, NOW);
        assertThat(queries().find(due.id()).orElseThrow().action().overdue()).isFalse();
        assertThat(new SystemQueries(database()).counts().overdueActions()).isZero();

        ActionQueue.Due mail = queue().due(ActionKind.EMAIL, "shift", NOW, 1).getFirst();
        queue().sent(mail, Instant.now(), TOOK, "250", null, false);
        assertThat(queries().find(mail.id()).orElseThrow().action().overdue()).isFalse();
    }

    @Test
    void whatNobodyIsExpectedToConfirmIsNeverOverdueAndCanBeConfirmed() {
        write(TRANSFER, NOW);
        ActionQueue.Due due = queue().due(ActionKind.EMAIL, "shift", NOW, 1).getFirst();
        new ActionQueue(database(), null).sent(due, NOW.minus(Duration.ofDays(9)), TOOK, "250", null, false);

        assertThat(queries().find(due.id()).orElseThrow().action())
                .matches(action -> action.state().equals("sent") && !action.overdue());
        assertThat(new SystemQueries(database()).counts().overdueActions()).isZero();
        assertThat(queries().confirm(due.id(), "ann", null, NOW)).isInstanceOf(Move.Made.class);
    }

    private ActionQueue.Due signal() {
        return queue().due(ActionKind.MQTT, null, NOW, 10).getFirst();
    }

    private List<String> commands() {
        return database()
                .read(
                        connection -> Sql.list(
                                connection,
                                row -> row.getString(1),
                                "select concat_ws(' ', device_id, task, for_s, state, wanted) from device_command order by number"));
    }

    @Test
    void aSignalIsOneCommandHoweverOftenItIsTold() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        var orders = new SignalOrders(database());
        var asked = (SignalOrders.Ordered.Asked) orders.order(signal(), NOW);
        // Killed before it was recorded.
        assertThat(orders.order(signal(), NOW)).isEqualTo(asked);
        assertThat(commands()).containsExactly("probe-1 lock 3600 pending 2");
        assertThat(number("select count(*) from device_command where expires_at = '2026-11-21T12:20:00Z'"))
                .isEqualTo(1);

        ActionQueue.Due due = signal();
        queue().sent(due, NOW, TOOK, "command", asked.command(), false);
        sample().execute("update device_command set state = 'done', answered_at = '2026-11-21T12:00:05Z'");
        assertThat(followUp().look(NOW)).isEqualTo(1);
        ActionQueries.Detail done = queries().find(due.id()).orElseThrow();
        assertThat(done.action().state()).isEqualTo("confirmed");
        assertThat(done.action().confirmedBy()).isEqualTo("device probe-1");
        assertThat(done.receipt()).isEqualTo(asked.command());
        assertThat(orders.order(due, NOW)).isEqualTo(new SignalOrders.Ordered.Done(asked.command()));
    }

    /** The newest thing that a device was asked for, done by it. */
    private void done(Instant at) {
        ActionQueue.Due due = queue().due(ActionKind.MQTT, null, at, 10).getLast();
        String command = ((SignalOrders.Ordered.Asked) new SignalOrders(database()).order(due, at)).command();
        queue().sent(due, at, TOOK, "command", command, false);
        sample().execute("update device_command set state = 'done', answered_at = '" + at + "' where id = '" + command
                + "'");
        assertThat(followUp().look(at)).isEqualTo(1);
    }

    private List<String> signals() {
        return database()
                .read(
                        connection -> Sql.list(
                                connection,
                                row -> row.getString(1),
                                "select split_part(key, '/', 5) || ' ' || (payload ->> 'for_s') from action where kind = 'mqtt' order by number"));
    }

    @Test
    void aLockIsAskedForAnewWhileItsGoodsAreHeldAndEndsWithThem() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        done(NOW);
        // Three quarters of the hour.
        assertThat(followUp().look(NOW.plusSeconds(2_699))).isZero();
        assertThat(followUp().look(NOW.plusSeconds(2_700))).isEqualTo(1);
        // It is on its way: nobody asks twice.
        assertThat(followUp().look(NOW.plusSeconds(2_705))).isZero();
        Instant second = NOW.plusSeconds(2_710);
        done(second);
        assertThat(followUp().look(second.plusSeconds(2_699))).isZero();
        assertThat(followUp().look(second.plusSeconds(2_700))).isEqualTo(1);
        assertThat(signals()).containsExactly("lock 3600", "renewed-lock-1 3600", "renewed-lock-2 3600");
        done(second.plusSeconds(2_700));

        sample().execute(
                        "update decision set state = 'reverted', reverted_at = '2026-11-21T14:00:00Z', reverted_by = 'cyd',"
                                + " revert_reason = 'sound' where id = '" + QUARANTINE + "';"
                                + "update handling_unit set disposition = 'available', held_by = null where held_by = '"
                                + QUARANTINE + "'");
        write(QUARANTINE, second.plusSeconds(2_800));
        assertThat(signals()).last().isEqualTo("reverted-lock 0");
        assertThat(followUp().look(second.plusSeconds(9_000))).isZero();
    }

    @Test
    void aLockIsNotAskedForAnewWhereItHoldsNothing() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        done(NOW);
        Instant due = NOW.plusSeconds(2_700);
        for (String why : List.of(
                "update device_state set abilities = '{}' where device_id = 'probe-1'",
                "update handling_unit set disposition = 'available', held_by = null",
                "insert into movement select id, '2026-11-21T12:30:00Z'::timestamptz, 'lk-9' from handling_unit where id in ('hu-1', 'hu-2')")) {
            database().<@Nullable Void>write(connection -> {
                assertThat(SignalRenewals.due(connection, TARGETS, due)).hasSize(1);
                Sql.update(connection, why);
                assertThat(SignalRenewals.due(connection, TARGETS, due)).as(why).isEmpty();
                connection.rollback();
                return null;
            });
        }
    }

    @Test
    void aRefusedSignalIsDeadAndAskedAnewOnlyWhenSomebodyWantsThat() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        var orders = new SignalOrders(database());
        ActionQueue.Due due = signal();
        String first = ((SignalOrders.Ordered.Asked) orders.order(due, NOW)).command();
        queue().sent(due, NOW, TOOK, "command", first, false);
        sample().execute(
                        "update device_command set state = 'refused', refused_field = 'do', refused_expected = 'a shut door'");
        assertThat(followUp().look(NOW)).isEqualTo(1);
        ActionQueries.Summary dead = queries().find(due.id()).orElseThrow().action();
        assertThat(dead.state()).isEqualTo("dead");
        assertThat(dead.detail()).isEqualTo("the device refused do, expected a shut door");
        assertThat(orders.order(due, NOW))
                .isEqualTo(new SignalOrders.Ordered.Refused("the device refused do, expected a shut door"));

        queries().retry(due.id(), "ann", NOW);
        assertThat(((SignalOrders.Ordered.Asked) orders.order(signal(), NOW)).command())
                .isNotEqualTo(first);
        assertThat(commands()).containsExactly("probe-1 lock 3600 refused 1", "probe-1 lock 3600 pending 1");
    }

    @Test
    void aLockThatFailedForAWhileDoesNotComeBehindTheOrderThatFreesIt() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        ActionQueue.Due lock = signal();
        sample().execute(
                        "update decision set state = 'reverted', reverted_at = '2026-11-21T12:10:00Z', reverted_by = 'cyd', revert_reason = 'sound'"
                                + " where id = '" + QUARANTINE + "'");
        write(QUARANTINE, NOW.plusSeconds(600));
        assertThat(new SignalOrders(database()).order(lock, NOW.plusSeconds(600)))
                .isEqualTo(new SignalOrders.Ordered.Refused("something newer was asked of the device meanwhile"));
        assertThat(commands()).isEmpty();
    }

    @Test
    void goodsThatAnotherDecisionHoldsKeepTheLatchShutUntilTheyAreFreeToo() {
        new DecisionLog(database(), OUTBOX).approve(QUARANTINE, ANN, null, null, NOW);
        sample().execute("""
                insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by)
                select id::uuid, '00000000-0000-0000-0000-0000000000a1', disposition, 'approved', '2026-11-21T11:00:00Z', 'plan-1', '{}',
                       '2026-11-21T12:00:00Z', 'ann'
                from (values ('00000000-0000-0000-0000-0000000000d3', 'quarantine'), ('00000000-0000-0000-0000-0000000000d4', 'release'),
                             ('00000000-0000-0000-0000-0000000000d5', 'release')) as d (id, disposition);
                insert into decision_item values ('00000000-0000-0000-0000-0000000000d3', 'hu-2'), ('00000000-0000-0000-0000-0000000000d4', 'hu-1'),
                                                 ('00000000-0000-0000-0000-0000000000d5', 'hu-2');
                insert into movement values ('hu-2', '2026-11-21T11:30:00Z', 'lk-1');
                update handling_unit set disposition = 'quarantined', held_by = '00000000-0000-0000-0000-0000000000d3' where id = 'hu-2';
                update handling_unit set disposition = 'available', held_by = null where id = 'hu-1'""");
        write(id("d3"), NOW.plusSeconds(60));
        write(id("d4"), NOW.plusSeconds(120));
        assertThat(all(id("d4"))).extracting(ActionQueries.Summary::kind).doesNotContain("mqtt");
        sample().execute("update handling_unit set disposition = 'available', held_by = null where id = 'hu-2'");
        write(id("d5"), NOW.plusSeconds(180));
        ActionQueries.Summary end = all(id("d5")).getLast();
        assertThat(end.key()).isEqualTo("decision/" + id("d5") + "/mqtt/probe-1/end-lock");
        assertThat(payload(end.id()).path("for_s").asInt(-1)).isZero();
        List<ActionQueries.Summary> once = all(id("d5"));
        write(id("d5"), NOW.plusSeconds(240));
        assertThat(all(id("d5"))).isEqualTo(once);
    }

    @Test
    void aServerThatIsNoLongerActiveSendsNothing() {
        write(TRANSFER, NOW);
        ActionQueue.Due due = queue().due(ActionKind.WEBHOOK, "wms", NOW, 1).getFirst();
        sample().execute("update server_epoch set epoch = epoch + 1");
        assertThat(queue().due(ActionKind.WEBHOOK, "wms", NOW, 1)).isEmpty();
        assertThatThrownBy(() -> queue().sent(due, NOW, TOOK, "200", null, false))
                .isInstanceOf(FencedOffException.class);
        assertThatThrownBy(() -> followUp().look(NOW)).isInstanceOf(FencedOffException.class);
    }
}
