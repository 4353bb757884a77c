package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.testing.PostgresFlavour;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of what there is: complete and in order, whatever the size of a page. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class NetworkListsIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PageRequest FIRST = PageRequest.first(100);

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

    @BeforeEach
    void open() {
        SampleDatabase made = SampleDatabase.open(flavour);
        opened = made;
        made.execute("""
                insert into region values ('South', 'South'), ('a-region', 'A');
                insert into node values ('n2', 'South', 'Dock Two', 'dock', 'Europe/Oslo'), ('N3', 'north', 'Dock Three', 'dock', 'UTC');
                insert into unit values ('lk-3', 'n2', 'Locker 3', 'locker', 'chilled'), ('LK-4', 'N3', 'Locker 4', 'locker', null);
                insert into device values ('probe-3', 'n2', 60);
                insert into channel (device_id, name, quantity, unit, max_hold_s) values ('probe-3', 't1', 'temperature', 'Cel', 120);
                insert into product values ('fish', 'Fish', 'chilled');
                insert into lot values ('lot-2', 'fish', null), ('Lot-3', 'milk', '2027-01-02');
                """);
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

    /** Everything, a row at a time; the same as all at once. */
    private static <T> List<T> paged(Function<PageRequest, Page<T>> list) {
        var all = new ArrayList<T>();
        String cursor = null;
        do {
            Page<T> page = list.apply(new PageRequest(1, cursor));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(1);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        assertThat(list.apply(FIRST)).isEqualTo(new Page<>(all, null));
        return all;
    }

    @Test
    void regionsCountWhatIsInThem() {
        assertThat(paged(new PlaceQueries(database())::regions))
                .containsExactly(
                        new PlaceQueries.Region("South", "South", 1, 1, 0),
                        new PlaceQueries.Region("a-region", "A", 0, 0, 0),
                        new PlaceQueries.Region("north", "North", 2, 3, 1));
    }

    @Test
    void nodesCountWhatIsThereNow() {
        var places = new PlaceQueries(database());
        assertThat(paged(request -> places.nodes(null, request, NOW)))
                .extracting(PlaceQueries.Node::id)
                .containsExactly("N3", "n1", "n2");
        assertThat(paged(request -> places.nodes("north", request, NOW)))
                .extracting(PlaceQueries.Node::id)
                .containsExactly("N3", "n1");
        assertThat(places.node("n1", NOW))
                .contains(new PlaceQueries.Node(
                        "n1", "Dock One", "cold_store", new Place("north", "North"), "Europe/Vienna", 2, 2, 1, 3));
        sample().execute("insert into movement values ('hu-1', '2026-11-21T11:30:00Z', null)");
        assertThat(places.node("n1", NOW).orElseThrow().handlingUnits()).isEqualTo(2);
        assertThat(places.node("n1", Instant.parse("2026-11-21T11:00:00Z"))
                        .orElseThrow()
                        .handlingUnits())
                .isEqualTo(3);
        assertThat(places.node("nowhere", NOW)).isEmpty();
    }

    @Test
    void unitsComeByIdAndByPlace() {
        var units = new UnitQueries(database());
        assertThat(paged(request -> units.list(null, null, request)))
                .extracting(UnitQueries.Summary::id)
                .containsExactly("LK-4", "lk-1", "lk-2", "lk-3");
        assertThat(paged(request -> units.list("north", null, request)))
                .extracting(UnitQueries.Summary::id)
                .containsExactly("LK-4", "lk-1", "lk-2");
        assertThat(paged(request -> units.list(null, "n2", request)))
                .extracting(UnitQueries.Summary::id)
                .containsExactly("lk-3");
    }

    @Test
    void refusesTheCursorOfAnotherList() {
        String cursor = new UnitQueries(database())
                .list(null, null, PageRequest.first(1))
                .next();
        assertThatThrownBy(() -> new PlaceQueries(database()).regions(new PageRequest(1, cursor)))
                .isInstanceOf(IllegalCursorException.class)
                .hasMessageContaining("another list than regions");
    }

    @Test
    void devicesTellWhenTheyWereLastHeard() {
        var devices = new DeviceQueries(database());
        var all = new DeviceQueries.Wanted(null, null, null, null);
        assertThat(paged(request -> devices.list(all, request, NOW)))
                .extracting(
                        DeviceQueries.Summary::id,
                        DeviceQueries.Summary::state,
                        DeviceQueries.Summary::channels,
                        DeviceQueries.Summary::lastReadingAt)
                .containsExactly(
                        tuple("probe-1", "reporting", 2, Instant.parse("2026-11-21T11:59:00Z")),
                        tuple("probe-2", "silent", 1, Instant.parse("2026-11-21T10:33:00Z")),
                        tuple("probe-3", "never", 1, null));
        for (String state : List.of("reporting", "silent", "never")) {
            assertThat(paged(request -> devices.list(new DeviceQueries.Wanted(null, null, state, null), request, NOW)))
                    .singleElement()
                    .extracting(DeviceQueries.Summary::state)
                    .isEqualTo(state);
        }
        assertThat(paged(request -> devices.list(new DeviceQueries.Wanted("South", null, null, null), request, NOW)))
                .extracting(DeviceQueries.Summary::id)
                .containsExactly("probe-3");
        assertThat(paged(request -> devices.list(new DeviceQueries.Wanted(null, "n1", null, null), request, NOW)))
                .hasSize(2);
        // The door stands for two hours, the temperature for two minutes: one reading that stands is enough.
        Instant later = Instant.parse("2026-11-21T11:59:29Z");
        sample().execute(
                        "delete from reading r using channel c where c.id = r.channel_id and c.name = 't1' and c.device_id = 'probe-1'");
        assertThat(devices.find("probe-1", later).orElseThrow().device().state())
                .isEqualTo("reporting");
        assertThat(devices.find("probe-1", later.plusSeconds(2))
                        .orElseThrow()
                        .device()
                        .state())
                .isEqualTo("silent");
    }

    @Test
    void aDeviceHasItsChannelsAndWhereTheyWere() {
        DeviceQueries.Detail device =
                new DeviceQueries(database()).find("probe-2", NOW).orElseThrow();
        assertThat(device.channelList()).singleElement().satisfies(channel -> {
            assertThat(channel.channel().state()).isEqualTo("unknown");
            assertThat(channel.channel().valueUnit()).isEqualTo("Cel");
            assertThat(channel.placements())
                    .containsExactly(
                            new DeviceQueries.Placement(
                                    "lk-1",
                                    "Locker 1",
                                    Instant.parse("2026-01-01T00:00:00Z"),
                                    Instant.parse("2026-11-21T10:30:00Z")),
                            new DeviceQueries.Placement(
                                    "lk-2", "Locker 2", Instant.parse("2026-11-21T10:30:00Z"), null));
        });
        assertThat(new DeviceQueries(database()).find("nothing", NOW)).isEmpty();
    }

    @Test
    void channelsComeByDeviceAndNameWithTheirNewestReading() {
        var devices = new DeviceQueries(database());
        assertThat(paged(request -> devices.channels(null, null, request, NOW)))
                .extracting(ChannelNow::device, ChannelNow::channel, ChannelNow::state)
                .containsExactly(
                        tuple("probe-1", "door", "unknown"),
                        tuple("probe-1", "t1", "known"),
                        tuple("probe-2", "t1", "unknown"),
                        tuple("probe-3", "t1", "unknown"));
        assertThat(paged(request -> devices.channels(null, "probe-1", request, NOW)))
                .hasSize(2);
        assertThat(paged(request -> devices.channels("lk-2", null, request, NOW)))
                .extracting(ChannelNow::device)
                .containsExactly("probe-2");
        // Until 10:30 it measured another unit: what it sent then says nothing about this one.
        sample().execute("delete from reading where time >= '2026-11-21T10:30:00Z'");
        assertThat(devices.channels("lk-2", null, FIRST, NOW).items())
                .singleElement()
                .extracting(ChannelNow::newest)
                .isNull();
        assertThat(devices.channels(null, "probe-2", FIRST, NOW).items())
                .singleElement()
                .extracting(ChannelNow::newest)
                .isNotNull();
    }

    @Test
    void profilesHaveTheirRulesInWords() {
        var profiles = new ProfileQueries(database());
        assertThat(paged(profiles::list))
                .containsExactly(new ProfileQueries.Profile(
                        "chilled",
                        "Chilled food",
                        2.0,
                        8.0,
                        "test",
                        List.of(new ProfileQueries.Rule(
                                "too_warm",
                                "critical",
                                "temperature",
                                "value",
                                "> 8 °C for 10 min",
                                ">",
                                8.0,
                                "Cel",
                                600,
                                0.5,
                                null))));
        assertThat(profiles.find("chilled")).isPresent();
        assertThat(profiles.find("nothing")).isEmpty();
    }

    @Test
    void productsAndLotsCountWhatBelongsToThem() {
        var stock = new StockQueries(database());
        assertThat(paged(new ProductQueries(database())::list))
                .extracting(
                        ProductQueries.Product::id,
                        ProductQueries.Product::name,
                        ProductQueries.Product::profile,
                        ProductQueries.Product::lots,
                        ProductQueries.Product::handlingUnits)
                .containsExactly(tuple("fish", "Fish", "chilled", 1, 0), tuple("milk", "Milk", "chilled", 2, 3));
        assertThat(paged(request -> stock.lots(null, request)))
                .containsExactly(
                        new StockQueries.Lot("Lot-3", "milk", "Milk", LocalDate.parse("2027-01-02"), 0),
                        new StockQueries.Lot("lot-1", "milk", "Milk", LocalDate.parse("2026-12-01"), 3),
                        new StockQueries.Lot("lot-2", "fish", "Fish", null, 0));
        assertThat(paged(request -> stock.lots("fish", request)))
                .extracting(StockQueries.Lot::id)
                .containsExactly("lot-2");
    }

    private List<String> stock(
            @Nullable String unit,
            @Nullable String node,
            @Nullable String product,
            @Nullable String lot,
            @Nullable String disposition) {
        var wanted = new StockQueries.Wanted(unit, node, product, lot, disposition);
        return paged(request -> new StockQueries(database()).list(wanted, request, NOW)).stream()
                .map(StockQueries.HandlingUnit::id)
                .toList();
    }

    @Test
    void stockIsFoundWhereItIsNow() {
        sample().execute(
                        "insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('hu-9', 'lot-2', 1, 'kg');"
                                + "update handling_unit set disposition = 'quarantined' where id = 'hu-3';"
                                // It comes in a minute.
                                + "insert into movement values ('hu-9', '2026-11-21T12:01:00Z', 'lk-1')");
        assertThat(stock(null, null, null, null, null)).containsExactly("hu-1", "hu-2", "hu-3", "hu-9");
        assertThat(stock("lk-1", null, null, null, null)).containsExactly("hu-1", "hu-3");
        assertThat(stock("lk-2", null, null, null, null)).containsExactly("hu-2");
        assertThat(stock(null, "n1", null, null, null)).containsExactly("hu-1", "hu-2", "hu-3");
        assertThat(stock(null, "n2", null, null, null)).isEmpty();
        assertThat(stock(null, null, "fish", null, null)).containsExactly("hu-9");
        assertThat(stock(null, null, null, "lot-1", null)).hasSize(3);
        assertThat(stock(null, null, null, null, "quarantined")).containsExactly("hu-3");
        assertThat(stock("lk-1", "n1", "milk", "lot-1", "available")).containsExactly("hu-1");

        StockQueries.HandlingUnit moved =
                new StockQueries(database()).find("hu-2", NOW).orElseThrow().handlingUnit();
        assertThat(moved)
                .extracting(
                        StockQueries.HandlingUnit::unit,
                        StockQueries.HandlingUnit::unitName,
                        StockQueries.HandlingUnit::node,
                        StockQueries.HandlingUnit::since,
                        StockQueries.HandlingUnit::exposures)
                .containsExactly("lk-2", "Locker 2", "n1", Instant.parse("2026-11-21T11:00:00Z"), 1);
        StockQueries.HandlingUnit nowhere =
                new StockQueries(database()).find("hu-9", NOW).orElseThrow().handlingUnit();
        assertThat(nowhere.unit()).isNull();
        assertThat(nowhere.since()).isNull();
    }

    @Test
    void aHandlingUnitKnowsItsPast() {
        StockQueries.Detail detail =
                new StockQueries(database()).find("hu-2", NOW).orElseThrow();
        assertThat(detail.movements())
                .extracting(StockQueries.Movement::toUnit, StockQueries.Movement::toUnitName)
                .containsExactly(tuple("lk-1", "Locker 1"), tuple("lk-2", "Locker 2"));
        assertThat(detail.exposureList()).singleElement().satisfies(exposure -> {
            assertThat(exposure.incidentId()).isEqualTo(UUID.fromString("00000000-0000-0000-0000-0000000000a1"));
            assertThat(exposure.worstValue()).isEqualTo(9.25);
            assertThat(exposure.valueUnit()).isEqualTo("Cel");
            assertThat(exposure.to()).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        });
        assertThat(detail.decisions()).hasSize(1);
        assertThat(new StockQueries(database()).find("nothing", NOW)).isEmpty();
    }

    @Test
    void movementsComeNewestFirstIntoAUnitAndOutOfIt() {
        var stock = new StockQueries(database());
        Function<StockQueries.Movement, String> words =
                movement -> movement.handlingUnit() + " " + movement.toUnit() + " " + movement.time();
        assertThat(paged(request -> stock.movements(null, null, request)).stream()
                        .map(words))
                .containsExactly(
                        "hu-2 lk-2 2026-11-21T11:00:00Z",
                        "hu-1 lk-1 2026-11-20T00:00:00Z",
                        "hu-2 lk-1 2026-11-20T00:00:00Z",
                        "hu-3 lk-1 2026-11-20T00:00:00Z");
        assertThat(paged(request -> stock.movements("hu-2", null, request))).hasSize(2);
        assertThat(paged(request -> stock.movements(null, "lk-2", request)).stream()
                        .map(words))
                .containsExactly("hu-2 lk-2 2026-11-21T11:00:00Z");
        assertThat(paged(request -> stock.movements(null, "lk-1", request))).hasSize(4);
        assertThat(paged(request -> stock.movements("hu-1", "lk-2", request))).isEmpty();
    }
}
