package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.store.FirstExpiredQueries.Item;
import io.frostproof.store.FirstExpiredQueries.State;
import io.frostproof.store.StockLevelQueries.Below;
import io.frostproof.store.StockLevelQueries.Line;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What there is, what of it is to be used first, and what there is too little of. It is 21 November at n1 and the 22nd at n2. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class StockLevelsIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

    @BeforeEach
    void open() {
        SampleDatabase made = SampleDatabase.open(flavour);
        opened = made;
        made.execute("""
                alter table handling_unit drop constraint if exists handling_unit_quantity_check;
                insert into region values ('south', 'South');
                insert into node values ('n2', 'south', 'Dock Two', 'dock', '+13:00');
                insert into unit values ('lk-3', 'n2', 'Locker 3', 'locker', 'chilled');
                insert into product (id, name, profile_id, value_amount, value_currency, value_per)
                    values ('fish', 'Fish', 'chilled', 2.5, 'EUR', 'kg');
                insert into lot values ('over', 'fish', '2026-11-20'), ('today', 'fish', '2026-11-21'), ('soon', 'fish', '2026-12-05'),
                    ('ever', 'fish', null);
                insert into handling_unit (id, lot_id, quantity, quantity_unit) values
                    ('s-later', 'soon', 4, 'kg'), ('s-b', 'soon', 2, 'kg'), ('s-a', 'soon', 1.5, 'kg'), ('e-1', 'ever', 8, 'kg'),
                    ('t-1', 'today', 16, 'kg'), ('t-q', 'today', 32, 'kg'), ('o-1', 'over', 64, 'kg'), ('o-q', 'over', 128, 'kg'),
                    ('gone', 'today', 256, 'kg'), ('used', 'today', 0, 'kg'), ('planned', 'today', 512, 'kg'), ('never', 'today', 512, 'kg'),
                    ('boxed', 'soon', 3, 'boxes'), ('there', 'today', 7, 'kg'), ('there-too', 'soon', 9, 'kg');
                update handling_unit set disposition = 'quarantined' where id in ('t-q', 'o-q');
                insert into movement values
                    ('s-later', '2026-10-02T00:00:00Z', 'lk-1'), ('s-b', '2026-10-01T00:00:00Z', 'lk-1'), ('s-a', '2026-10-01T00:00:00Z', 'lk-2'),
                    ('e-1', '2026-09-01T00:00:00Z', 'lk-1'), ('t-1', '2026-11-02T00:00:00Z', 'lk-1'), ('t-q', '2026-11-01T00:00:00Z', 'lk-1'),
                    ('o-1', '2026-11-01T00:00:00Z', 'lk-1'), ('o-q', '2026-11-01T00:00:00Z', 'lk-2'), ('gone', '2026-10-01T00:00:00Z', 'lk-1'),
                    ('gone', '2026-11-01T00:00:00Z', null), ('used', '2026-10-01T00:00:00Z', 'lk-1'), ('planned', '2026-11-21T12:00:01Z', 'lk-1'),
                    ('boxed', '2026-11-01T00:00:00Z', 'lk-1'), ('there', '2026-11-01T00:00:00Z', 'lk-1'), ('there', '2026-11-02T00:00:00Z', 'lk-3'),
                    ('there-too', '2026-11-01T00:00:00Z', 'lk-3');
                """);
    }

    @AfterEach
    void close() {
        sample().close();
    }

    private SampleDatabase sample() {
        return Objects.requireNonNull(opened);
    }

    /** Everything, a row at a time; the same as all at once. */
    private static <T> List<T> paged(Function<PageRequest, Page<T>> list) {
        var all = new ArrayList<T>();
        String cursor = null;
        do {
            Page<T> page = list.apply(new PageRequest(1, cursor));
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        assertThat(list.apply(PageRequest.first(100))).isEqualTo(new Page<>(all, null));
        return all;
    }

    private List<Item> firstExpired(
            @Nullable String node, @Nullable String product, @Nullable State state, @Nullable Integer withinDays) {
        var wanted = new FirstExpiredQueries.Wanted(null, node, product, state, withinDays);
        return paged(request -> new FirstExpiredQueries(sample().database()).list(wanted, request, NOW));
    }

    private List<String> ids(List<Item> items) {
        return items.stream().map(Item::id).toList();
    }

    @Test
    void whatExpiresFirstIsToBeUsedFirst() {
        List<Item> items = firstExpired("n1", "fish", null, null);

        // Of one day the one that came first; of these the smaller id. What never expires is last of what is available.
        assertThat(ids(items)).containsExactly("t-1", "s-a", "s-b", "s-later", "boxed", "e-1", "o-q", "t-q", "o-1");
        assertThat(items)
                .extracting(Item::state)
                .containsExactly(
                        "available",
                        "available",
                        "available",
                        "available",
                        "available",
                        "available",
                        "quarantined",
                        "quarantined",
                        "expired");
        assertThat(items).extracting(Item::daysLeft).containsExactly(0, 14, 14, 14, 14, null, -1, 0, -1);
        assertThat(items.getFirst())
                .isEqualTo(new Item(
                        "t-1",
                        "available",
                        LocalDate.parse("2026-11-21"),
                        0,
                        "today",
                        "fish",
                        "Fish",
                        new BigDecimal("16"),
                        "kg",
                        "available",
                        "lk-1",
                        "Locker 1",
                        "n1",
                        "Dock One",
                        Instant.parse("2026-11-02T00:00:00Z")));
    }

    @Test
    void aDayEndsByTheClockOfTheNode() {
        List<Item> there = firstExpired("n2", null, null, null);
        assertThat(ids(there)).containsExactly("there-too", "there");
        assertThat(there).extracting(Item::state).containsExactly("available", "expired");
        assertThat(there).extracting(Item::daysLeft).containsExactly(13, -1);
        // It came to another node first.
        assertThat(there.getLast().receivedAt()).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    void whatExpiresWithinDaysIsFoundAcrossNodes() {
        assertThat(ids(firstExpired(null, "fish", null, 0))).containsExactly("t-1", "t-q");
        assertThat(ids(firstExpired(null, "fish", State.AVAILABLE, 13))).containsExactly("t-1", "there-too");
        assertThat(ids(firstExpired(null, "fish", State.AVAILABLE, 14)))
                .containsExactly("t-1", "s-a", "s-b", "s-later", "boxed", "there-too");
        assertThat(ids(firstExpired(null, null, State.EXPIRED, null))).containsExactly("o-1", "there");
        assertThat(ids(firstExpired(null, null, State.QUARANTINED, null))).containsExactly("o-q", "t-q");
        var south = new FirstExpiredQueries.Wanted("south", null, null, null, null);
        assertThat(new FirstExpiredQueries(sample().database())
                        .list(south, PageRequest.first(9), NOW)
                        .items())
                .extracting(Item::id)
                .containsExactly("there-too", "there");
    }

    private List<Line> levels(@Nullable String node, @Nullable String product, @Nullable Below below) {
        var wanted = new StockLevelQueries.Wanted(null, node, product, below);
        return paged(request -> new StockLevelQueries(sample().database()).list(wanted, request, NOW));
    }

    private static String words(Line line) {
        return "%s %s %s: %d, %s available, %s quarantined, %s expired, first %s, %s %s"
                .formatted(
                        line.node(),
                        line.product(),
                        line.quantityUnit(),
                        line.handlingUnits(),
                        line.available().stripTrailingZeros().toPlainString(),
                        line.quarantined().toPlainString(),
                        line.expired().toPlainString(),
                        line.soonestExpiry(),
                        line.value() == null
                                ? null
                                : line.value().stripTrailingZeros().toPlainString(),
                        line.currency());
    }

    @Test
    void everyHandlingUnitThatIsThereCountsOnce() {
        assertThat(levels(null, "fish", null))
                .extracting(StockLevelsIT::words)
                .containsExactly(
                        // What its value is in boxes nobody has said.
                        "n1 fish boxes: 1, 3 available, 0 quarantined, 0 expired, first 2026-12-05, null null",
                        "n1 fish kg: 8, 31.5 available, 160 quarantined, 64 expired, first 2026-11-21, 638.75 EUR",
                        "n2 fish kg: 2, 9 available, 0 quarantined, 7 expired, first 2026-12-05, 40 EUR");
        assertThat(levels("n1", null, null)).extracting(Line::product).containsExactly("fish", "fish", "milk", "milk");
        assertThat(levels(null, null, null)).extracting(Line::level).containsOnlyNulls();
    }

    private List<String> below(@Nullable Below below) {
        return levels(null, "fish", below).stream()
                .filter(line -> line.level() != null)
                .map(line -> line.node() + " " + line.quantityUnit() + " " + line.level())
                .toList();
    }

    @Test
    void levelsAreHeldAgainstWhatIsAvailable() {
        sample().execute(
                        "insert into stock_level values ('n1', 'fish', 'kg', 31.5, 31.4), ('n2', 'fish', 'kg', 10, 9)");
        assertThat(below(null)).containsExactly("n1 kg enough", "n2 kg below_reorder_point");
        assertThat(below(Below.REORDER_POINT)).containsExactly("n2 kg below_reorder_point");
        assertThat(below(Below.SAFETY_STOCK)).isEmpty();

        // 96 kg more are there, in quarantine or expired.
        sample().execute("update stock_level set reorder_point = 31.6, safety_stock = 31.5 where node_id = 'n1';"
                + "update stock_level set safety_stock = 9.1 where node_id = 'n2'");
        assertThat(below(Below.REORDER_POINT)).containsExactly("n1 kg below_reorder_point", "n2 kg below_safety_stock");
        assertThat(below(Below.SAFETY_STOCK)).containsExactly("n2 kg below_safety_stock");
    }

    @Test
    void aLevelShowsWhereThereIsNothingOrWhereItIsCountedOtherwise() {
        sample().execute("insert into stock_level values ('n1', 'fish', 'crates', 1, 0), ('n2', 'milk', 'kg', 0, 0)");
        assertThat(levels(null, null, null))
                .extracting(line -> line.node() + " " + line.product() + " " + line.quantityUnit() + " "
                        + line.handlingUnits() + " " + line.available() + " " + line.level())
                .contains("n1 fish crates 0 0 below_reorder_point", "n1 fish boxes 1 3 null", "n2 milk kg 0 0 enough");
    }

    /** What the lists should say, told by plain Java over the same goods. */
    private record Goods(
            String id, String node, @Nullable LocalDate expires, int receivedDay, boolean apart, int quantity) {

        int rank() {
            if (apart) {
                return 1;
            }
            return expires != null && expires.isBefore(today()) ? 2 : 0;
        }

        private LocalDate today() {
            return LocalDate.parse(node.equals("n1") ? "2026-11-21" : "2026-11-22");
        }
    }

    @Test
    void anyGoodsComeInTheOrderOfAnObviousSortAndAddUp() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("StockLevelsIT -Dseed=" + seed);
        var random = new Random(seed);
        var goods = new ArrayList<Goods>();
        var sql = new StringBuilder("insert into product values ('mix', 'Mix', 'chilled');"
                + "insert into lot select 'mix-' || d, 'mix', date '2026-11-15' + d from generate_series(0, 11) d;"
                + "insert into lot values ('mix-12', 'mix', null);");
        for (int i = 0; i < 300; i++) {
            int lot = random.nextInt(13);
            boolean apart = random.nextInt(4) == 0;
            int received = 1 + random.nextInt(4);
            int quantity = 1 + random.nextInt(9);
            String id = "mix-" + random.nextInt(10) + "-" + i;
            String node = random.nextBoolean() ? "n1" : "n2";
            // Some came by way of the other node, some have left or are used up.
            boolean gone = random.nextInt(5) == 0;
            boolean used = random.nextInt(5) == 0;
            sql.append(
                    "insert into handling_unit (id, lot_id, quantity, quantity_unit, disposition) values ('%s', 'mix-%d', %d, 'kg', '%s');"
                            .formatted(id, lot, used ? 0 : quantity, apart ? "quarantined" : "available"));
            sql.append("insert into movement values ('%s', '2026-11-0%dT00:00:00Z', '%s');"
                    .formatted(id, received, random.nextBoolean() ? "lk-1" : "lk-3"));
            sql.append("insert into movement values ('%s', '2026-11-10T00:00:00Z', %s);"
                    .formatted(id, gone ? "null" : node.equals("n1") ? "'lk-2'" : "'lk-3'"));
            if (!gone && !used) {
                goods.add(new Goods(
                        id,
                        node,
                        lot == 12 ? null : LocalDate.parse("2026-11-15").plusDays(lot),
                        received,
                        apart,
                        quantity));
            }
        }
        sample().execute(sql.toString());

        var order = Comparator.comparingInt(Goods::rank)
                .thenComparing(Goods::expires, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparingInt(Goods::receivedDay)
                .thenComparing(Goods::id);
        assertThat(ids(new FirstExpiredQueries(sample().database())
                        .list(
                                new FirstExpiredQueries.Wanted(null, null, "mix", null, null),
                                PageRequest.first(1000),
                                NOW)
                        .items()))
                .containsExactlyElementsOf(
                        goods.stream().sorted(order).map(Goods::id).toList());
        for (Line line : levels(null, "mix", null)) {
            List<Goods> there =
                    goods.stream().filter(g -> g.node().equals(line.node())).toList();
            assertThat(line.handlingUnits()).isEqualTo(there.size());
            assertThat(List.of(line.available(), line.quarantined(), line.expired()))
                    .extracting(BigDecimal::intValueExact)
                    .containsExactly(sum(there, 0), sum(there, 1), sum(there, 2));
        }
    }

    private static int sum(List<Goods> goods, int rank) {
        return goods.stream()
                .filter(one -> one.rank() == rank)
                .mapToInt(Goods::quantity)
                .sum();
    }
}
