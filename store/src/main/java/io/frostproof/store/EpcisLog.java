package io.frostproof.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps EPCIS events as they came, with the jobs that brought them, and lets them count. An event is first kept, then looked at: {@link #begin} returns
 * when it cannot be lost any more, {@link #pending} are those that nobody has looked at, {@link #settle} says what became of them, in the same
 * transaction as the stock events they come to. Thread-safe; calls block. One worker at a time may settle, or several the {@link #parts} of what it would.
 */
public final class EpcisLog {

    private static final int STOCK_EVENTS_AT_ONCE = 100;

    /** Who tells what the server itself has decided. */
    private static final String OURSELVES = "frostproof";

    /** Two processors are busy with one part each; more than four of the database's are seldom free. */
    private static final int PARTS_MOST = 4;

    /** Of the pool, so that readings and people have the others. */
    private static final int CONNECTIONS_OF_ONE_PART = 4;

    private static final Duration QUARANTINE_AGAIN = Duration.ofMinutes(1);

    private final Database database;

    public EpcisLog(Database database) {
        this.database = database;
    }

    /**
     * An event to keep.
     *
     * @param digest of its content; the same id with another digest is another event, which is held
     * @param epcs instances of its main list
     * @param anyEpcs instances of all lists, and the parent
     * @param document as it came, JSON
     */
    public record Told(
            String eventId,
            boolean declaresError,
            String digest,
            Instant time,
            String type,
            @Nullable String action,
            @Nullable String bizStep,
            @Nullable String disposition,
            @Nullable String readPoint,
            @Nullable String bizLocation,
            List<String> epcs,
            List<String> anyEpcs,
            String document) {
        public Told {
            epcs = List.copyOf(epcs);
            anyEpcs = List.copyOf(anyEpcs);
        }
    }

    /**
     * A capture.
     *
     * @param behaviour rollback or proceed
     * @param errors a JSON list of what was wrong with events that were left out
     */
    public record Capture(UUID id, String by, String behaviour, String errors) {}

    /**
     * Keeps events, all or none. Those that are known already change nothing.
     *
     * @return how many were not known before
     */
    public int begin(Capture capture, List<Told> events, Instant now) {
        return database.write(connection -> keep(connection, capture, events, now));
    }

    private static int keep(Connection connection, Capture capture, List<Told> events, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into epcis_job (id, created_at, told_by, behaviour, events, errors) values (?, ?, ?, ?, ?, ?)",
                capture.id(),
                now,
                capture.by(),
                capture.behaviour(),
                events.size(),
                new Sql.Json(capture.errors()));
        var rows = new TextColumns(13);
        for (Told told : events) {
            rows.add(
                    told.eventId(),
                    Boolean.toString(told.declaresError()),
                    told.digest(),
                    told.time().toString(),
                    told.type(),
                    told.action(),
                    told.bizStep(),
                    told.disposition(),
                    told.readPoint(),
                    told.bizLocation(),
                    String.join("\n", told.epcs()),
                    String.join("\n", told.anyEpcs()),
                    told.document());
        }
        // No URI has a line break in it.
        int added = Sql.update(connection, """
                    with told as (
                    insert into epcis_event (job_id, recorded_at, event_id, declares_error, digest, time, type, action, biz_step, disposition,
                                             read_point, biz_location, epcs, any_epcs, document)
                    select ?, ?, e.event_id, e.declares_error::boolean, e.digest, e.time::timestamptz, e.type, e.action, e.biz_step,
                           e.disposition, e.read_point, e.biz_location, string_to_array(e.epcs, E'\\n'), string_to_array(e.any_epcs, E'\\n'),
                           e.document
                    from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                         with ordinality as e(event_id, declares_error, digest, time, type, action, biz_step, disposition, read_point, biz_location,
                                              epcs, any_epcs, document, n)
                    order by e.n
                    on conflict (event_id, declares_error, digest) do nothing
                    returning id, job_id)
                    insert into epcis_state (event, job_id, state) select id, job_id, 'pending' from told
                    """, with(capture.id(), now, rows.parameters()));
        if (added == 0) {
            Sql.update(connection, "update epcis_job set finished_at = ? where id = ?", now, capture.id());
        }
        return added;
    }

    /**
     * Keeps an event of our own. It says what is known here already, so nobody looks at it and it changes nothing; one that declares an error takes back the event of
     * its id. The same again changes nothing.
     *
     * @param detail why it was told
     */
    public void tell(Told told, String detail, Instant now) {
        database.write(connection -> {
            boolean known = Sql.first(
                            connection,
                            row -> true,
                            "select 1 from epcis_event where event_id = ? and declares_error = ? and digest = ?",
                            told.eventId(),
                            told.declaresError(),
                            told.digest())
                    != null;
            if (known) {
                return 0;
            }
            keep(connection, new Capture(UUID.randomUUID(), OURSELVES, "rollback", "[]"), List.of(told), now);
            int kept = Sql.update(
                    connection,
                    "update epcis_state s set state = 'kept', detail = ?, tried_at = ? from epcis_event e"
                            + " where s.event = e.id and e.event_id = ? and e.declares_error = ? and s.state = 'pending'",
                    detail,
                    now,
                    told.eventId(),
                    told.declaresError());
            Sql.update(
                    connection,
                    "update epcis_state s set state = 'voided', tried_at = ? from epcis_event e where s.event = e.id and e.event_id = ?"
                            + " and not e.declares_error and s.state = 'kept'"
                            + " and exists (select from epcis_event w where w.event_id = e.event_id and w.declares_error)",
                    now,
                    told.eventId());
            finish(connection, now);
            return kept;
        });
    }

    private static @Nullable Object[] with(Object first, Object second, @Nullable Object[] others) {
        var all = new ArrayList<@Nullable Object>(List.of(first, second));
        all.addAll(Arrays.asList(others));
        return all.toArray();
    }

    /**
     * An event that nobody has looked at.
     *
     * @param by who told it
     * @param contradicts whether another event of its id came before
     * @param wrong whether an error declaration is on record for it
     */
    public record Pending(
            long id,
            String eventId,
            boolean declaresError,
            String digest,
            String by,
            boolean contradicts,
            boolean wrong) {}

    /** The oldest that are pending. */
    public List<Pending> pending(int most) {
        return database.read(connection -> EpcisPending.oldest(connection, most));
    }

    /** Events as they came, by row. */
    public Map<Long, String> documents(List<Long> rows) {
        return database.read(connection -> EpcisPending.documents(connection, rows));
    }

    /** What is to become of an event. */
    public sealed interface Verdict {

        /** The row. */
        long id();

        /**
         * It counts, if the log of stock takes it.
         *
         * @param newLots that begin with it, if it does
         */
        record Counts(
                long id,
                List<StockLog.Told> stock,
                List<NewLot> newLots,
                @Nullable String detail) implements Verdict {
            public Counts {
                stock = List.copyOf(stock);
                newLots = List.copyOf(newLots);
            }
        }

        /** It changes nothing. */
        record Kept(long id, String detail) implements Verdict {}

        /** It waits. */
        record Held(long id, String reason, String detail, List<String> missing) implements Verdict {
            public Held {
                missing = List.copyOf(missing);
            }
        }

        /** An error declaration is on record for it. */
        record Voided(long id, String detail) implements Verdict {}
    }

    /**
     * A lot that an event tells of.
     *
     * @param expires a date, ISO 8601; null when it is not told
     */
    public record NewLot(
            String id, String product, @Nullable String expires) {}

    /**
     * What became of a batch.
     *
     * @param regions whose desks have work because of it
     */
    public record Settled(List<String> regions, int counted, int held) {
        public Settled {
            regions = List.copyOf(regions);
        }
    }

    /**
     * Takes verdicts apart, in their order, so that each part can be settled by another thread at the same time: as many as there are processors, and few of the pool's
     * connections. Whatever becomes of one part, it changes nothing for the others. When all are settled ({@link #settlePart}), {@link #finish(Instant)} is due.
     */
    public List<List<Verdict>> parts(List<Verdict> verdicts) {
        int connections = database.connections().most() / CONNECTIONS_OF_ONE_PART;
        int most = Math.min(PARTS_MOST, Math.min(Runtime.getRuntime().availableProcessors(), connections));
        return EpcisParts.of(verdicts, most);
    }

    /** Finishes jobs of which nothing is pending any more. Those who settle at the same time do not see that of each other. */
    public void finish(Instant now) {
        database.write(connection -> {
            finish(connection, now);
            return true;
        });
    }

    /** Carries out verdicts, in one transaction. What the log of stock does not take is held, with its reason. */
    public Settled settle(List<Verdict> verdicts, Instant now) {
        return database.write(connection -> {
            Settled settled = new EpcisSettlement(connection, verdicts, now).run();
            finish(connection, now);
            return settled;
        });
    }

    /** As {@link #settle}, and jobs stay as they are. */
    public Settled settlePart(List<Verdict> verdicts, Instant now) {
        return database.write(connection -> new EpcisSettlement(connection, verdicts, now).run());
    }

    /**
     * Carries out an error declaration: the event of its id counts no more. One that has not come yet will be void when it comes.
     *
     * @return regions whose desks have work because of it
     */
    public List<String> declareWrong(Pending declaration, String why, Instant now) {
        return database.write(connection -> {
            var regions = new LinkedHashSet<String>();
            // The last first: a part goes before the whole that it was split from.
            List<String> stock = stockEvents(connection, declaration.eventId()).reversed();
            for (String id : stock) {
                switch (StockLog.withdraw(connection, id, why, declaration.by(), now)) {
                    case StockLog.Withdrawal.Withdrawn withdrawn -> regions.addAll(withdrawn.regions());
                    case StockLog.Withdrawal.WasVoid was -> {}
                    case StockLog.Withdrawal.NoSuchEvent none -> {}
                    case StockLog.Withdrawal.Barred barred -> {
                        hold(
                                connection,
                                List.of(new Verdict.Held(
                                        declaration.id(),
                                        "quarantined",
                                        "without the event, " + barred.text(),
                                        List.of())),
                                now);
                        finish(connection, now);
                        return List.copyOf(regions);
                    }
                }
            }
            Sql.update(
                    connection,
                    "update epcis_state s set state = 'voided', reason = null, missing = '{}', detail = ?, tried_at = ? from epcis_event e"
                            + " where s.event = e.id and e.event_id = ? and not e.declares_error and s.reason is distinct from 'contradicting_id'",
                    why,
                    now,
                    declaration.eventId());
            Sql.update(
                    connection,
                    "update epcis_state set state = 'kept', reason = null, missing = '{}', detail = 'declares an event wrong', tried_at = ? where event = ?",
                    now,
                    declaration.id());
            finish(connection, now);
            return List.copyOf(regions);
        });
    }

    /** Ids of the stock events that an event came to; they are numbered from 0. */
    private static List<String> stockEvents(Connection connection, String eventId) throws SQLException {
        var found = new ArrayList<String>();
        while (true) {
            int from = found.size();
            List<String> asked = IntStream.range(from, from + STOCK_EVENTS_AT_ONCE)
                    .mapToObj(i -> eventId + "#" + i)
                    .toList();
            var there = Set.copyOf(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select id from stock_event where source = 'epcis' and id = any (?)",
                    Sql.texts(asked)));
            asked.stream().filter(there::contains).forEach(found::add);
            if (found.size() < from + STOCK_EVENTS_AT_ONCE) {
                return found;
            }
        }
    }

    static void hold(Connection connection, Collection<Verdict.Held> held, Instant now) throws SQLException {
        var rows = new TextColumns(4);
        held.forEach(each ->
                rows.add(Long.toString(each.id()), each.reason(), each.detail(), String.join("\n", each.missing())));
        if (!rows.isEmpty()) {
            Sql.update(connection, """
                    update epcis_state e set state = 'held', reason = n.reason, detail = n.detail, missing = string_to_array(n.missing, E'\\n'), tried_at = n.at
                    from (select id, reason, detail, missing, ?::timestamptz as at from unnest(?, ?, ?, ?) u(id, reason, detail, missing)) n
                    where e.event = n.id::bigint
                    """, before(now, rows.parameters()));
        }
    }

    private static @Nullable Object[] before(Object first, @Nullable Object[] others) {
        var all = new ArrayList<@Nullable Object>(List.of(first));
        all.addAll(Arrays.asList(others));
        return all.toArray();
    }

    /** Jobs of which nothing is pending any more are finished; not those that somebody else finishes at this moment. */
    static void finish(Connection connection, Instant now) throws SQLException {
        Sql.update(connection, """
                update epcis_job set finished_at = ? where id in (
                    select id from epcis_job j
                    where finished_at is null and not exists (select from epcis_state e where e.job_id = j.id and e.state = 'pending')
                    for no key update skip locked)
                """, now);
    }

    /**
     * Has those that wait looked at again whose missing things may be known by now, and every minute those that quarantine holds.
     *
     * @param all whatever they wait for, as after a change of the network
     * @return how many
     */
    public int reawaken(boolean all, Instant now) {
        return database.write(connection -> Sql.update(connection, """
                update epcis_state e set state = 'pending', reason = null, detail = null
                where e.state = 'held' and e.reason <> 'contradicting_id'
                  and (? or e.reason = 'quarantined' and e.tried_at < ?
                       or exists (select from unnest(e.missing) m
                                  where exists (select from handling_unit h where h.id = m)
                                     or exists (select from stock_event_carrier c join stock_event s on s.id = c.event_id
                                                where c.carrier = m and s.kind = 'packed' and s.other = m and s.voided_at is null)
                                     or starts_with(m, 'urn:frostproof:lot:')
                                        and exists (select from lot l where l.id = substr(m, length('urn:frostproof:lot:') + 1))))
                """, all, now.minus(QUARANTINE_AGAIN)));
    }

    /** Counts changes of the network. */
    public long networkVersion() {
        return database.read(connection -> Sql.number(connection, "select version from network_version"));
    }

    /**
     * What a batch of events asks about.
     *
     * @param names by canonical identifier, the name that goods of it have unless the network file declares another one; empty for none
     * @param lotNumbers numbers of lots
     * @param opened identifiers of containers whose contents are asked for
     */
    public record Asked(Map<String, String> names, Set<String> lotNumbers, Set<String> opened) {
        public Asked {
            names = Map.copyOf(names);
            lotNumbers = Set.copyOf(lotNumbers);
            opened = Set.copyOf(opened);
        }
    }

    /** Something of ours: its kind (unit, node, device, product, lot, handling_unit) and id. */
    public record Thing(String kind, String id) {}

    /** Goods: {@code left} is null while nobody knows how much it is. */
    public record Goods(String lot, @Nullable BigDecimal left, String quantityUnit) {}

    /** A channel: {@code unit} is the UCUM code that its device sends in. */
    public record Channel(String device, String name, String quantity, String unit) {}

    /**
     * What is known of it.
     *
     * @param things by canonical identifier
     * @param soleUnits of nodes that have one unit for goods
     * @param goods by name
     * @param containers names of what something was packed into, unless they are names of goods
     * @param contents by container
     * @param products of lots
     * @param channels of devices
     * @param deviceNodes nodes of devices
     */
    public record Facts(
            Map<String, Thing> things,
            Map<String, String> soleUnits,
            Map<String, Goods> goods,
            Set<String> containers,
            Map<String, List<String>> contents,
            Map<String, String> products,
            Map<String, List<Channel>> channels,
            Map<String, String> deviceNodes) {}

    public Facts facts(Asked asked) {
        return database.read(connection -> new EpcisFacts(connection, asked).read());
    }
}
