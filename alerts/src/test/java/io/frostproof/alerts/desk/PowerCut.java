package io.frostproof.alerts.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import io.frostproof.alerts.desk.memory.DeskSeed;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A region of units u0, u1 ..., four at each node, each with mains (channel 10 n + 10), air (10 n + 11) and stock inside. Mains below 1 and missing air are warnings,
 * critical from their second level on; air above 8 is a warning. Times in minutes; the clock goes with them.
 */
final class PowerCut {

    static final String MAINS = "mains_lost";
    static final String SILENT = "silent";
    static final String WARM = "too_warm";
    static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");
    private static final int UNITS_AT_A_NODE = 4;

    final MemoryOutbox outbox = new MemoryOutbox();
    final MemoryDeskStore store = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
    Instant now = BEGIN;
    private final Desk desk =
            new Desk(store, "north", new NoticeTargets(List.of("webhook"), List.of("email")), () -> now);
    private long seen;

    PowerCut(int units) {
        var mains = new Condition(MAINS, Level.WARNING, Quantity.MAINS, Operator.BELOW, 1, Duration.ZERO, 0);
        var silent = new Condition(
                SILENT,
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Missing(),
                Operator.ABOVE,
                0,
                Duration.ofMinutes(15),
                0,
                null,
                Schedule.ALWAYS);
        var warm = new Condition(WARM, Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ZERO, 0);
        UnitRules rules = UnitRules.always(
                new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(mains, silent, warm), "invented"));
        var facts = new HashMap<String, UnitFacts>();
        var stays = new HashMap<String, List<Stay>>();
        for (int n = 0; n < units; n++) {
            String id = "u" + n;
            facts.put(
                    id,
                    new UnitFacts(
                            id,
                            "Fridge " + n,
                            "Node " + n / UNITS_AT_A_NODE,
                            "north",
                            "North",
                            ZoneId.of("Europe/Riga"),
                            rules));
            stays.put(
                    id,
                    List.of(new Stay(new Notice.Stock("hu" + n, "L1", "Vaccine", BigDecimal.TEN, "vials"), 0, null)));
        }
        store.begin(new DeskSeed(
                facts,
                channel -> channel % 10 == 0 ? Quantity.MAINS : Quantity.TEMPERATURE,
                stays,
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    static long micros(double minute) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, BEGIN) + Math.round(minute * 60e6);
    }

    /** The clock is at this minute. */
    PowerCut at(double minute) {
        now = BEGIN.plusMillis(Math.round(minute * 60_000));
        return this;
    }

    /** A condition of a unit starts; the desk does not know yet. */
    PowerCut starts(int unit, String slot, double minute, Level level) {
        return append(unit, slot, Transition.Kind.STARTED, level, minute);
    }

    PowerCut ends(int unit, String slot, double minute) {
        return append(unit, slot, Transition.Kind.ENDED, null, minute);
    }

    PowerCut append(int unit, String slot, Transition.Kind kind, @Nullable Level level, double minute) {
        int channel = 10 * unit + (slot.equals(MAINS) ? 10 : 11);
        var transition = new Transition(slot, "u" + unit, kind, level, micros(minute), micros(minute), 9);
        assertThat(store.append("north", channel, List.of(transition))).isTrue();
        return this;
    }

    /** Mains of a unit are lost, and the desk knows at once. */
    PowerCut lost(int unit, double minute) {
        return at(minute).starts(unit, MAINS, minute, Level.WARNING).work();
    }

    PowerCut restored(int unit, double minute) {
        return at(minute).ends(unit, MAINS, minute).work();
    }

    PowerCut work() {
        while (desk.work()) {
            assertThat(store.counts().waiting()).isNotNegative();
        }
        return this;
    }

    List<Notice> all(String target) {
        return outbox.changedSince(0).stream()
                .filter(kept -> kept.target().equals(target))
                .map(KeptNotice::notice)
                .toList();
    }

    /** Sent since the last call, as {@code "incident_opened u0 to email: mains lost in 3 units"}; the extent is that of the notice. */
    List<String> sent() {
        List<String> sent = outbox.changedSince(seen).stream()
                .map(kept -> kept.notice().kind().id() + " " + kept.notice().unitId() + " to " + kept.target()
                        + extent(kept.notice()))
                .toList();
        seen = outbox.version();
        return sent;
    }

    private static String extent(Notice notice) {
        Notice.Group group = notice.group();
        return group == null
                ? ""
                : " " + group.units() + "/" + group.nodes() + " "
                        + group.members().stream().map(Notice.Member::unitId).toList();
    }

    /** Sent to people since the last call. */
    List<String> pages() {
        return sent().stream()
                .filter(one -> one.contains(" to email"))
                .map(one -> one.replace(" to email", ""))
                .toList();
    }

    List<Incident> incidents(int unit, String slot) {
        return store.inTransaction(transaction -> transaction.incidents("u" + unit, slot));
    }

    Incident incident(int unit, String slot) {
        List<Incident> there = incidents(unit, slot);
        assertThat(there).hasSize(1);
        return there.getFirst();
    }

    /** {@code "u0"} of the incident that leads this unit's; its own when it leads or is alone. */
    String lead(int unit, String slot) {
        Incident incident = incident(unit, slot);
        return incident.memberOf() == null
                ? incident.unit()
                : store.inTransaction(transaction -> Objects.requireNonNull(
                                transaction.incident(Objects.requireNonNull(incident.memberOf())))
                        .unit());
    }

    void people(Incident incident) {
        store.inTransaction(transaction -> {
            transaction.save(incident, "north", now);
            return true;
        });
    }

    List<DeskTransaction.Affected> everything(io.frostproof.alerts.incident.CommonCause cause) {
        return store.inTransaction(
                transaction -> new ArrayList<>(transaction.affected("north", cause, 0, Long.MAX_VALUE)));
    }

    Map<String, Integer> decisions(int unit, String slot) {
        return store.inTransaction(transaction -> {
            var found = new HashMap<String, Integer>();
            transaction
                    .decisions(incident(unit, slot).id())
                    .forEach(one -> found.merge(one.state().id(), 1, Integer::sum));
            return found;
        });
    }
}
