package io.frostproof.store;

import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.Figure;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Part;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The exposure ledger: what handling units lived through, reckoned from the log at each question. What was made of readings is kept in memory for the next question, and used
 * only where no change has come since ({@link ExposureCache}). So it is never older than the log, and late readings and corrections need nothing to be done again. Each answer is of one
 * view of the database. Thread-safe; calls block, and one after the other use what is kept.
 */
public final class ExposureQueries {

    /** Of what has no product: nothing is too warm or too cold for it. */
    static final Tolerance NONE = new Tolerance(null, null, null, List.of(), null);

    /** A month of one-minute readings of two probes is some 400 kB, and what goods were there for comes to it. */
    private static final long KEPT_BYTES_LEAST = 64L << 20;

    /** Of the heap; a server has three of these (answers, plans, drills). */
    private static final int KEPT_PART = 16;

    /** Who has waited so long for another question reckons without what is kept. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final ExposureCache cache;
    private final ReentrantLock usesCache = new ReentrantLock();

    /** With a sixteenth of the heap for what is kept, and 64 MiB at least. */
    public ExposureQueries(Database database) {
        this(database, Math.max(KEPT_BYTES_LEAST, Runtime.getRuntime().maxMemory() / KEPT_PART));
    }

    /** @param keptBytes about how much memory what is kept may take */
    ExposureQueries(Database database, long keptBytes) {
        this.database = database;
        cache = new ExposureCache(keptBytes);
    }

    /** A question that uses what is kept. */
    interface Question<T> {
        T ask(Connection connection, ExposureCache cache) throws SQLException;
    }

    /** The view begins once the cache is free, so it is no older than what is kept. */
    <T> T ask(Question<T> question) {
        boolean free;
        try {
            free = usesCache.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            free = false;
        }
        try {
            ExposureCache own = free ? cache : new ExposureCache(0);
            return database.read(connection -> question.ask(connection, own));
        } finally {
            if (free) {
                usesCache.unlock();
            }
        }
    }

    /** A handling unit's goods. */
    public record Goods(String lot, String product, String productName) {}

    /**
     * The ledger of one handling unit.
     *
     * @param goods null when no lot of it is on record
     * @param tolerance what the product tolerates, by which it is judged
     */
    public record Ledger(
            String handlingUnit, @Nullable Goods goods, Life life, Tolerance tolerance, LifeExposure exposure) {}

    /**
     * Ledgers by handling unit.
     *
     * @param until up to when they reckon
     * @param unitNames names of all units in them, by id
     * @param readings how many had to be looked at
     */
    public record Ledgers(
            Instant until, Map<String, Ledger> byHandlingUnit, Map<String, String> unitNames, long readings) {}

    /**
     * The parts of one figure of a strand, in the order of time.
     *
     * @param strand its number, from 0
     * @param inStrand what the whole strand lived through
     * @param partsBefore how many began before those that were wanted
     * @param partsInAll how many there are
     * @param nextMicros begin of the first one that was cut off; null when none was
     */
    public record Traced(
            Figure figure,
            int strand,
            ExposureSum inStrand,
            List<Part> parts,
            int partsBefore,
            int partsInAll,
            @Nullable Long nextMicros) {}

    /** A ledger with the parts of some of its figures. */
    public record Explained(Ledgers ledgers, List<Traced> traced) {}

    /**
     * What to trace.
     *
     * @param kinds of figures; those of allowances are each of these
     * @param strand number of the strand; null: of each figure the one that fared worst in it
     * @param from only parts that begin then or later; null: all
     * @param most parts of each figure
     */
    public record Trace(
            Set<Figure.Kind> kinds,
            @Nullable Integer strand,
            @Nullable Instant from,
            int most) {}

    /** What is needed to reckon, out of one view. */
    record Asked(Map<String, Life> lives, Map<String, Goods> goods, Map<String, Tolerance> tolerances) {

        Tolerance tolerance(String handlingUnit) {
            Goods of = goods.get(handlingUnit);
            return of == null ? NONE : tolerances.getOrDefault(of.product(), NONE);
        }
    }

    /**
     * The ledgers of some handling units; those that there are not are left out.
     *
     * @param now until when; nothing later is known yet
     */
    public Ledgers of(Collection<String> handlingUnits, Instant now) {
        return ask((connection, kept) -> of(connection, kept, handlingUnits, now));
    }

    /** The ledger of one handling unit; empty if there is no such one. */
    public Optional<Ledgers> find(String handlingUnit, Instant now) {
        Ledgers found = of(List.of(handlingUnit), now);
        return found.byHandlingUnit().isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** The same, with the stretches of time and the probes that made figures of it. Figures of a strand that there is not are left out. */
    public Optional<Explained> explain(String handlingUnit, Trace trace, Instant now) {
        return ask((connection, kept) -> {
            Ledgers ledgers = of(connection, kept, List.of(handlingUnit), now);
            Ledger ledger = ledgers.byHandlingUnit().get(handlingUnit);
            if (ledger == null) {
                return Optional.empty();
            }
            var places = new HashSet<String>();
            for (StrandExposure strand : ledger.exposure().strands()) {
                strand.places().stream()
                        .map(lived -> lived.sojourn().place())
                        .filter(Objects::nonNull)
                        .forEach(places::add);
            }
            var trail = new ExposureTrace(new PlaceCourses(connection, places), ledger.tolerance(), Sql.micros(now));
            Instant from = trace.from();
            return Optional.of(new Explained(
                    ledgers,
                    trail.trace(
                            ledger.exposure().strands(),
                            figures(ledger, trace),
                            new ExposureTrace.Wanted(from == null ? Long.MIN_VALUE : Sql.micros(from), trace.most()))));
        });
    }

    /** The figures to trace, each with the number of its strand. */
    private static Map<Figure, Integer> figures(Ledger ledger, Trace trace) {
        var figures = new LinkedHashMap<Figure, Integer>();
        List<StrandExposure> strands = ledger.exposure().strands();
        Integer only = trace.strand();
        for (Figure figure : Figure.all(ledger.tolerance())) {
            if (trace.kinds().contains(figure.kind())) {
                int strand = only == null ? ledger.exposure().worstStrand(figure) : only;
                if (strand >= 0 && strand < strands.size()) {
                    figures.put(figure, strand);
                }
            }
        }
        return figures;
    }

    /**
     * What is somewhere, with its ledgers.
     *
     * @param handlingUnits how many there are; when that is more than were wanted, there are no ledgers
     */
    public record There(int handlingUnits, Ledgers ledgers) {}

    /**
     * The ledgers of the handling units that are at a place.
     *
     * @param unit null: any; likewise {@code node} and {@code product}
     * @param most so many are reckoned at most
     */
    public There there(@Nullable String unit, @Nullable String node, @Nullable String product, Instant now, int most) {
        return ask((connection, kept) -> {
            var filter = new Filter()
                    .and("m.time <= ? and m.until > ?", now, now)
                    .andIfGiven("m.to_unit_id = ?", unit)
                    .andIfGiven("u.node_id = ?", node)
                    .andIfGiven("l.product_id = ?", product);
            List<String> ids = Sql.list(
                    connection,
                    row -> row.getString(1),
                    """
                    select m.handling_unit_id from movement m join unit u on u.id = m.to_unit_id
                    join handling_unit h on h.id = m.handling_unit_id join lot l on l.id = h.lot_id
                    """ + filter.where(),
                    filter.parameters().toArray());
            if (ids.size() <= most) {
                return new There(ids.size(), of(connection, kept, ids, now));
            }
            return new There(ids.size(), new Ledgers(now, Map.of(), Map.of(), 0));
        });
    }

    static Ledgers of(Connection connection, ExposureCache cache, Collection<String> handlingUnits, Instant now)
            throws SQLException {
        Asked asked = ask(connection, cache.lives(), handlingUnits);
        var reckoner = new ExposureReckoner(cache, Sql.micros(now));
        asked.lives().forEach((id, life) -> reckoner.ask(life, asked.tolerance(id)));
        reckoner.read(connection);
        var ledgers = new TreeMap<String, Ledger>();
        asked.lives()
                .forEach((id, life) -> ledgers.put(
                        id,
                        new Ledger(
                                id,
                                asked.goods().get(id),
                                life,
                                asked.tolerance(id),
                                reckoner.exposure(life, asked.tolerance(id)))));
        return new Ledgers(now, ledgers, names(connection, asked.lives().values()), reckoner.readings());
    }

    static Asked ask(Connection connection, KeptLives kept, Collection<String> handlingUnits) throws SQLException {
        var wanted = new HashSet<>(handlingUnits);
        var lives = new TreeMap<>(kept.of(connection, wanted));
        var goods = new HashMap<String, Goods>();
        Sql.list(
                connection,
                row -> {
                    String id = row.getString("id");
                    String lot = row.getString("lot_id");
                    BigDecimal quantity = row.getBigDecimal("quantity");
                    // Declared, and no event tells of it yet.
                    lives.computeIfAbsent(
                            id, no -> new Life(id, lot, quantity, null, List.of(), null, List.of(), List.of()));
                    return goods.put(id, new Goods(lot, row.getString("product_id"), row.getString("name")));
                },
                """
                select h.id, h.lot_id, h.quantity, l.product_id, p.name from handling_unit h join lot l on l.id = h.lot_id join product p on p.id = l.product_id
                where h.id = any (?)
                """,
                Sql.texts(List.copyOf(wanted)));
        return new Asked(
                lives,
                goods,
                ToleranceRows.of(
                        connection,
                        new HashSet<>(
                                goods.values().stream().map(Goods::product).toList())));
    }

    static Map<String, String> names(Connection connection, Collection<Life> lives) throws SQLException {
        List<String> places = lives.stream()
                .flatMap(life -> life.strands().stream())
                .flatMap(strand -> strand.sojourns().stream())
                .map(sojourn -> sojourn.place())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        var names = new HashMap<String, String>();
        Sql.list(
                connection,
                row -> names.put(row.getString("id"), row.getString("name")),
                "select id, name from unit where id = any (?)",
                Sql.texts(places));
        return names;
    }
}
