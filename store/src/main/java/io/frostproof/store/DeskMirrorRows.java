package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.Member;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import io.frostproof.alerts.desk.DeskTransaction.Work;
import io.frostproof.alerts.desk.memory.DeskSeed;
import io.frostproof.alerts.desk.memory.DeskSeed.KnownDecision;
import io.frostproof.alerts.desk.memory.DeskSeed.KnownIncident;
import io.frostproof.alerts.desk.memory.DeskSeed.KnownSlot;
import io.frostproof.alerts.desk.memory.DwellSeed;
import io.frostproof.alerts.dwell.DwellPolicy;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Stay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link DeskMirror} holds, in one consistent view of the database. */
final class DeskMirrorRows {

    private static final Duration LOOK_BACK = Duration.ofDays(1);
    static final List<Quantity> QUANTITIES = List.of(Quantity.values());

    private static final int RECOVERED_AT_MOST = 10_000;
    private static final int RETRACTED_AT_MOST = 10_000;
    private static final int WORK_AT_MOST = 1_000;
    private static final int WAITING_AT_MOST = 1_000;
    /** People are told of some hundred things in the worst of outages, and of those of one that is longer ago the incidents are on record. */
    private static final int TOLD_LATELY = 5_000;
    /** More changes than these are read faster as a whole. */
    private static final int CHANGES_AT_MOST = 5_000;

    private final Connection connection;
    private final Asked asked;
    private int rows;

    private DeskMirrorRows(Connection connection, Asked asked) {
        this.connection = connection;
        this.asked = asked;
    }

    /**
     * What to read.
     *
     * @param all everything, whatever has changed
     * @param changeId the last change that was read; -1 for none
     * @param channels whose transitions may have changed
     * @param waiting notices that are known to wait
     * @param announced notices whose incidents are known not to be on record
     */
    record Asked(
            boolean all,
            Instant now,
            Loaded.Facts facts,
            long changeId,
            Collection<Integer> channels,
            Collection<UUID> incidents,
            List<KeptNotice> waiting,
            List<KeptNotice> announced) {}

    /**
     * What was read.
     *
     * @param places by handling unit; empty when it is nowhere
     * @param slots by channel; empty when nothing holds there
     * @param incidents by id; null when there is none
     */
    record Loaded(
            boolean all,
            Facts facts,
            long changeId,
            Map<String, List<Place>> places,
            Map<Integer, List<OpenSlot>> slots,
            Map<UUID, @Nullable KnownIncident> incidents,
            List<DeskSeed.WaitingWork> work,
            List<KeptNotice> waiting,
            List<KeptNotice> announced,
            int rows) {

        /**
         * What the network says.
         *
         * @param quantities by channel id: one more than the place in {@link #QUANTITIES}, 0 for no such channel; ids are dense
         * @param slots names of all slots that a rule watches or an excursion is in, or in which channels tell the desk of their states
         * @param places units with rules that compare states
         * @param dwell how long handling units may be somewhere
         */
        @SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
        record Facts(
                long version,
                Map<String, UnitFacts> units,
                byte[] quantities,
                List<String> slots,
                List<CrossFacts.Place> places,
                DwellSeed dwell) {
            static final Facts NONE = new Facts(-1, Map.of(), new byte[0], List.of(), List.of(), DwellSeed.NONE);
        }

        /** A slot with the incidents of the excursions on record in it. */
        record OpenSlot(KnownSlot slot, Set<UUID> incidents) {}
    }

    /** A stay, and where. */
    record Place(String unit, Stay stay) {}

    /** Whether an incident can still grow, or come back: one that has become part of another, or turned out to be nothing. */
    static boolean matters(KnownIncident known) {
        return known.incident().state() != IncidentState.RESOLVED;
    }

    static Loaded load(Connection connection, Asked asked) throws SQLException {
        return new DeskMirrorRows(connection, asked).load();
    }

    private record Look(long version, long lastId, long removedTo) {}

    private record Change(String type, @Nullable String ref) {}

    private Loaded load() throws SQLException {
        Look look = Objects.requireNonNull(Sql.first(
                connection,
                row -> new Look(row.getLong("version"), row.getLong("last_id"), row.getLong("removed_to")),
                "select n.version, f.last_id, f.removed_to from network_version n, change_feed f"));
        boolean all = asked.all()
                || look.version() != asked.facts().version()
                || asked.changeId() < look.removedTo()
                || look.lastId() - asked.changeId() > CHANGES_AT_MOST;
        List<Change> changes = all || look.lastId() == asked.changeId()
                ? List.of()
                : list(
                        row -> new Change(row.getString("type"), row.getString("ref")),
                        "select distinct type, ref from change where id > ? and id <= ?",
                        asked.changeId(),
                        look.lastId());
        all |= changes.stream()
                .anyMatch(change -> change.ref() == null
                        && Set.of("movement", "incident", "decision").contains(change.type()));
        Loaded.Facts facts = all ? facts(look.version()) : asked.facts();

        var before = new HashMap<Integer, @Nullable Long>();
        asked.channels().forEach(channel -> before.put(channel, null));
        long oldest = Sql.micros(asked.now().minus(LOOK_BACK));
        List<DeskSeed.WaitingWork> work = list(
                row -> new DeskSeed.WaitingWork(
                        row.getString("region_id"),
                        new Work(row.getInt("channel_id"), Math.max(oldest, Sql.micros(row, "from_time")))),
                "select region_id, channel_id, from_time from desk_queue order by id limit " + WORK_AT_MOST);
        work.forEach(one -> before.merge(one.work().channelId(), one.work().fromMicros(), Math::min));
        if (all) {
            list(
                            row -> row.getInt(1),
                            "select distinct channel_id from excursion where ended_at is null and channel_id is not null")
                    .forEach(channel -> before.putIfAbsent(channel, null));
            facts.places()
                    .forEach(place -> place.around().forEach(member -> before.putIfAbsent(member.channelId(), null)));
        }
        Map<Integer, List<Loaded.OpenSlot>> slots = slots(before, facts.slots());

        var ids = new LinkedHashSet<>(asked.incidents());
        slots.values().forEach(of -> of.forEach(slot -> ids.addAll(slot.incidents())));
        refs(changes, "incident").forEach(ref -> ids.add(UUID.fromString(ref)));
        List<UUID> decided =
                refs(changes, "decision").stream().map(UUID::fromString).toList();
        if (!decided.isEmpty()) {
            ids.addAll(list(
                    row -> Sql.uuid(row, "incident_id"),
                    "select distinct incident_id from decision where id = any (?) and incident_id is not null",
                    new Sql.Array("uuid", decided)));
        }
        Map<String, List<Place>> places = places(all, refs(changes, "movement"));
        boolean noticesMoved =
                all || changes.stream().anyMatch(change -> change.type().equals("notice"));
        return new Loaded(
                all,
                facts,
                look.lastId(),
                places,
                slots,
                incidents(all, ids),
                work,
                noticesMoved ? waiting() : asked.waiting(),
                all ? announced() : stillAnnounced(),
                rows);
    }

    private static List<String> refs(List<Change> changes, String type) {
        var refs = new ArrayList<String>();
        for (Change change : changes) {
            String ref = change.ref();
            if (change.type().equals(type) && ref != null) {
                refs.add(ref);
            }
        }
        return refs;
    }

    private <T extends @Nullable Object> List<T> list(Sql.Row<T> reader, String sql, @Nullable Object... parameters)
            throws SQLException {
        List<T> found = Sql.list(connection, reader, sql, parameters);
        rows += found.size();
        return found;
    }

    private Loaded.Facts facts(long version) throws SQLException {
        RuleRows rules = RuleRows.read(connection);
        var rulesOf = new HashMap<String, UnitRules>();
        Set<String> slots = rules.slots();
        Set<Condition> conditions = rules.conditions();
        rules.units(connection, unit -> {
            rulesOf.put(unit.id(), rules.rules(unit));
            unit.versions().forEach(said -> {
                RuleRows.slots(said.own(), slots);
                conditions.addAll(said.own().conditions());
            });
        });
        // Names repeat from unit to unit; one copy of each is enough.
        var texts = new HashMap<String, String>();
        Function<String, String> once = text -> texts.computeIfAbsent(text, same -> same);
        List<UnitFacts> units = list(
                row -> new UnitFacts(
                        row.getString("id"),
                        row.getString("unit_name"),
                        once.apply(row.getString("node_name")),
                        once.apply(row.getString("region_id")),
                        once.apply(row.getString("region_name")),
                        ZoneId.of(row.getString("time_zone")),
                        rulesOf.getOrDefault(row.getString("id"), UnitRules.NONE)),
                """
                select u.id, u.name as unit_name, n.name as node_name, n.time_zone, r.id as region_id, r.name as region_name
                from unit u join node n on n.id = u.node_id join region r on r.id = n.region_id
                """);
        int most = (int) Sql.number(connection, "select coalesce(max(id), 0) from channel");
        var quantities = new byte[most + 1];
        list(
                row -> {
                    quantities[row.getInt("id")] =
                            (byte) (QUANTITIES.indexOf(ConditionJson.quantity(row.getString("quantity"))) + 1);
                    return null;
                },
                "select id, quantity from channel");
        slots.addAll(list(row -> row.getString(1), "select distinct slot from excursion where channel_id is not null"));
        HiddenSlots.states(conditions).forEach(state -> slots.add(state.slot()));
        Map<String, UnitFacts> byId =
                units.stream().collect(Collectors.toUnmodifiableMap(UnitFacts::unitId, unit -> unit));
        return new Loaded.Facts(version, byId, quantities, List.copyOf(slots), places(byId), dwell());
    }

    /** Nothing without limits: most networks have none, and some have a million units. */
    private DwellSeed dwell() throws SQLException {
        var policy = new DwellPolicy(DwellRows.rules(connection));
        if (policy.isEmpty()) {
            return DwellSeed.NONE;
        }
        var places = new HashMap<String, DwellSeed.Place>();
        list(
                row -> places.put(
                        row.getString("id"),
                        new DwellSeed.Place(
                                row.getString("node_id"), row.getString("region_id"), DwellRows.stage(row))),
                "select u.id, " + DwellRows.PLACE + " from unit u join node n on n.id = u.node_id");
        var profiles = new HashMap<String, String>();
        list(
                row -> profiles.put(row.getString("id"), row.getString("profile_id")),
                "select id, profile_id from product");
        return new DwellSeed(policy, places, profiles);
    }

    private List<CrossFacts.Place> places(Map<String, UnitFacts> units) throws SQLException {
        var states = new TreeSet<String>();
        var comparing = new ArrayList<String>();
        units.values().forEach(unit -> {
            Set<String> own = CrossRows.states(unit.rules());
            if (!own.isEmpty()) {
                states.addAll(own);
                comparing.add(unit.unitId());
            }
        });
        if (comparing.isEmpty()) {
            return List.of();
        }
        Map<String, List<Member>> around = CrossRows.around(connection, comparing, states);
        return comparing.stream()
                .sorted()
                .map(unit -> new CrossFacts.Place(
                        Objects.requireNonNull(units.get(unit)),
                        around.getOrDefault(unit, List.of()).stream()
                                .filter(member ->
                                        states.contains(member.quantity().id()))
                                .toList()))
                .toList();
    }

    private record SlotKey(int channel, String slot) {}

    /**
     * The slots of channels since their last end.
     *
     * @param before of each channel: look for an end before this event time; null: the last one
     */
    private Map<Integer, List<Loaded.OpenSlot>> slots(Map<Integer, @Nullable Long> before, List<String> names)
            throws SQLException {
        var byChannel = new HashMap<Integer, List<Loaded.OpenSlot>>();
        if (before.isEmpty()) {
            return byChannel;
        }
        before.keySet().forEach(channel -> byChannel.put(channel, List.of()));
        List<Integer> channels = List.copyOf(before.keySet());
        var limits = new ArrayList<@Nullable Long>();
        channels.forEach(channel -> limits.add(before.get(channel)));
        var ends = new LinkedHashMap<SlotKey, @Nullable Long>();
        var transitions = new HashMap<SlotKey, List<Transition>>();
        list(
                row -> {
                    var key = new SlotKey(row.getInt("asked_channel"), row.getString("asked_slot"));
                    ends.put(key, Sql.microsOrNull(row, "ended"));
                    if (row.getString("kind") != null) {
                        transitions.computeIfAbsent(key, k -> new ArrayList<>()).add(TransitionRows.read(row));
                    }
                    return null;
                },
                // An end at whose very instant the next one starts is no moment at which nothing held.
                """
                select c.id as asked_channel, s.name as asked_slot, e.time as ended, t.*
                from unnest(?, ?) as c(id, before)
                cross join unnest(?) as s(name)
                left join lateral (
                    select e.time from transition e
                    where e.channel_id = c.id and e.slot = s.name and e.kind = 'ended'
                      and e.time < coalesce('epoch'::timestamptz + c.before * interval '1 microsecond', 'infinity')
                      and not exists (select from transition n
                                      where n.channel_id = e.channel_id and n.slot = e.slot and n.time = e.time
                                        and n.kind = 'started' and n.ordinal > e.ordinal)
                    order by e.time desc limit 1) e on true
                left join transition t
                       on t.channel_id = c.id and t.slot = s.name and t.time > coalesce(e.time, '-infinity')
                order by t.channel_id, t.slot, t.time, t.ordinal
                """,
                Sql.integers(channels),
                new Sql.Array("bigint", limits),
                Sql.texts(names));
        var keys = List.copyOf(ends.keySet());
        var after = new ArrayList<@Nullable Long>();
        keys.forEach(key -> after.add(ends.get(key)));
        var incidents = new HashMap<SlotKey, Set<UUID>>();
        list(
                row -> incidents
                        .computeIfAbsent(
                                new SlotKey(row.getInt("channel_id"), row.getString("slot")), k -> new HashSet<>())
                        .add(Sql.uuid(row, "incident_id")),
                """
                select distinct x.channel_id, x.slot, x.incident_id
                from unnest(?, ?, ?) as k(channel, slot, after)
                join excursion x on x.channel_id = k.channel and x.slot = k.slot
                where x.confirmed_at > coalesce('epoch'::timestamptz + k.after * interval '1 microsecond', '-infinity')
                """,
                Sql.integers(keys.stream().map(SlotKey::channel).toList()),
                Sql.texts(keys.stream().map(SlotKey::slot).toList()),
                new Sql.Array("bigint", after));
        for (SlotKey key : keys) {
            List<Transition> since = transitions.getOrDefault(key, List.of());
            Set<UUID> filed = incidents.getOrDefault(key, Set.of());
            Long ended = ends.get(key);
            boolean toldOnce = ended != null && HiddenSlots.hidden(key.slot());
            if (!since.isEmpty() || !filed.isEmpty() || toldOnce) {
                var slots = new ArrayList<>(byChannel.getOrDefault(key.channel(), List.of()));
                slots.add(new Loaded.OpenSlot(
                        new KnownSlot(key.channel(), key.slot(), ended == null ? Long.MIN_VALUE : ended, since),
                        filed));
                byChannel.put(key.channel(), List.copyOf(slots));
            }
        }
        return byChannel;
    }

    private record IncidentRow(
            Incident incident, String region, @Nullable Instant snoozedUntil) {}

    private Map<UUID, @Nullable KnownIncident> incidents(boolean all, Set<UUID> ids) throws SQLException {
        var found = new HashMap<UUID, IncidentRow>();
        Sql.Row<Boolean> read = row -> {
            Incident incident = PostgresDeskTransaction.incident(row);
            return found.put(
                            incident.id(),
                            new IncidentRow(
                                    incident, row.getString("region_id"), Sql.instantOrNull(row, "snoozed_until")))
                    == null;
        };
        if (!ids.isEmpty()) {
            list(read, "select * from incident where id = any (?)", new Sql.Array("uuid", List.copyOf(ids)));
        }
        if (all) {
            list(read, "select * from incident where state in ('open', 'acknowledged')");
            list(
                    read,
                    "select * from incident where state = 'recovered' order by recovered_at desc limit "
                            + RECOVERED_AT_MOST);
            list(
                    read,
                    "select * from incident where state = 'retracted' order by started_at desc limit "
                            + RETRACTED_AT_MOST);
        }
        var incidents = new HashMap<UUID, @Nullable KnownIncident>();
        ids.forEach(id -> incidents.put(id, null));
        if (found.isEmpty()) {
            return incidents;
        }
        var of = new Sql.Array("uuid", List.copyOf(found.keySet()));
        var excursions = new HashMap<UUID, List<Excursion>>();
        list(
                row -> excursions
                        .computeIfAbsent(Sql.uuid(row, "incident_id"), id -> new ArrayList<>())
                        .add(PostgresDeskTransaction.excursion(row)),
                "select * from excursion where incident_id = any (?) order by started_at, channel_id, handling_unit_id",
                of);
        var decisions = new HashMap<UUID, List<KnownDecision>>();
        list(
                row -> {
                    UUID incident = Sql.uuid(row, "incident_id");
                    return decisions
                            .computeIfAbsent(incident, id -> new ArrayList<>())
                            .add(new KnownDecision(
                                    PostgresDeskTransaction.decision(row, incident), Sql.instant(row, "proposed_at")));
                },
                """
                select d.id, d.state, d.incident_id, d.proposed_at,
                       array(select handling_unit_id from decision_item i where i.decision_id = d.id) as items
                from decision d where d.incident_id = any (?) order by d.proposed_at, d.id
                """,
                of);
        found.forEach((id, row) -> incidents.put(
                id,
                new KnownIncident(
                        row.incident(),
                        row.region(),
                        excursions.getOrDefault(id, List.of()),
                        decisions.getOrDefault(id, List.of()),
                        row.snoozedUntil())));
        return incidents;
    }

    private Map<String, List<Place>> places(boolean all, List<String> moved) throws SQLException {
        Instant oldest = asked.now().minus(LOOK_BACK);
        var places = new HashMap<String, List<Place>>();
        moved.forEach(handlingUnit -> places.put(handlingUnit, new ArrayList<>()));
        Sql.Row<Boolean> read =
                row -> places.computeIfAbsent(row.getString("handling_unit_id"), id -> new ArrayList<>())
                        .add(new Place(row.getString("unit_id"), StockRows.stay(row)));
        if (all) {
            list(read, StockRows.STAYS + " where s.until > ?", oldest);
        } else if (!moved.isEmpty()) {
            list(
                    read,
                    StockRows.STAYS + " where s.until > ? and s.handling_unit_id = any (?)",
                    oldest,
                    Sql.texts(moved));
        }
        if (all || !moved.isEmpty()) {
            // What was inside during an incident that goes on belongs to it, however long ago it left.
            list(read, StockRows.STAYS + """
                     where s.until <= ? and (? or s.handling_unit_id = any (?))
                       and exists (select from incident i where i.unit_id = s.unit_id
                                     and i.state in ('open', 'acknowledged') and i.started_at < s.until)
                    """, oldest, all, Sql.texts(moved));
        }
        return places;
    }

    /**
     * What people were told of from the memory of a server that did not live to see its spool drained: their incidents come on record with what is in it.
     * They can only have come into the outbox since everything was loaded last by a way that has everything loaded again.
     */
    private List<KeptNotice> announced() throws SQLException {
        return list(
                row -> new KeptNotice(
                        Sql.fromJson(row.getString("notice"), Notice.class),
                        row.getString("target"),
                        Sql.instant(row, "created_at"),
                        KeptNotice.State.DELIVERED,
                        0,
                        Sql.instant(row, "created_at"),
                        List.of()),
                """
                select o.notice, o.target, o.created_at
                from (select * from outbox order by id desc limit ?) o
                where o.key = 'incident:' || (o.notice ->> 'incidentId') || ':opened'
                  and not exists (select from incident i where i.id = (o.notice ->> 'incidentId')::uuid)
                order by o.id
                """,
                TOLD_LATELY);
    }

    private List<KeptNotice> stillAnnounced() throws SQLException {
        if (asked.announced().isEmpty()) {
            return List.of();
        }
        var ids = new Sql.Array(
                "uuid",
                asked.announced().stream()
                        .map(kept -> Objects.requireNonNull(kept.notice().incidentId()))
                        .toList());
        var onRecord = Set.copyOf(list(row -> Sql.uuid(row, "id"), "select id from incident where id = any (?)", ids));
        return asked.announced().stream()
                .filter(kept ->
                        !onRecord.contains(Objects.requireNonNull(kept.notice().incidentId())))
                .toList();
    }

    private record WaitingRow(
            long id, String key, String target, int attempts, Instant createdAt, Instant nextAttemptAt) {}

    private List<KeptNotice> waiting() throws SQLException {
        List<WaitingRow> waiting = list(
                row -> new WaitingRow(
                        row.getLong("id"),
                        row.getString("key"),
                        row.getString("target"),
                        row.getInt("attempts"),
                        Sql.instant(row, "created_at"),
                        Sql.instant(row, "next_attempt_at")),
                "select id, key, target, attempts, created_at, next_attempt_at from outbox where state = 'waiting'"
                        + " order by id desc limit " + WAITING_AT_MOST);
        if (waiting.isEmpty()) {
            return List.of();
        }
        // The same notice goes to several targets, and most are known from the last time.
        var notices = new HashMap<String, Notice>();
        asked.waiting().forEach(kept -> notices.put(kept.notice().key(), kept.notice()));
        List<Long> unknown = waiting.stream()
                .filter(row -> !notices.containsKey(row.key()))
                .map(WaitingRow::id)
                .toList();
        if (!unknown.isEmpty()) {
            list(
                    row -> notices.put(row.getString("key"), Sql.fromJson(row.getString("notice"), Notice.class)),
                    "select key, notice from outbox where id = any (?)",
                    new Sql.Array("bigint", unknown));
        }
        var kept = new ArrayList<KeptNotice>();
        for (WaitingRow row : waiting.reversed()) {
            kept.add(new KeptNotice(
                    Objects.requireNonNull(notices.get(row.key())),
                    row.target(),
                    row.createdAt(),
                    KeptNotice.State.WAITING,
                    row.attempts(),
                    row.nextAttemptAt(),
                    List.of()));
        }
        return List.copyOf(kept);
    }
}
