package io.frostproof.server.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.server.epcis.Meaning.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/epcis.md. */
final class MeaningsTest {

    private static final String TIME = "2026-11-20T06:00:00Z";
    private static final long MICROS = 1_795_154_400_000_000L;
    private static final String ID = "\"eventID\": \"urn:uuid:e\", ";
    private static final String MILK = "urn:epc:class:lgtin:4012345.012345.MILK7";
    private static final String HU = "lgtin-04012345123456-MILK7";
    private static final String AT_LOCKER = "\"bizLocation\": {\"id\": \"urn:frostproof:unit:locker\"}";

    private final KnownThings known = new KnownThings().unit("locker").unit("van");

    private Meaning meaning(String type, String more) {
        return Meanings.of(Documents.only(Documents.event(type, TIME, ID + more)), known);
    }

    private List<StockEvent> stock(String type, String more) {
        Meaning meaning = meaning(type, more);
        assertThat(meaning).isInstanceOf(Meaning.Counts.class);
        return ((Meaning.Counts) meaning).stock();
    }

    private Meaning.Held held(String type, String more) {
        Meaning meaning = meaning(type, more);
        assertThat(meaning).isInstanceOf(Meaning.Held.class);
        return (Meaning.Held) meaning;
    }

    private static String amount(String list, String of, String quantity) {
        return "\"" + list + "\": [{\"epcClass\": \"" + of + "\", \"quantity\": " + quantity + ", \"uom\": \"KGM\"}]";
    }

    @Test
    void addIsAReceipt() {
        known.lots.put(Identities.of(MILK).canonical(), "milk-7");
        Meaning meaning = meaning(
                "ObjectEvent",
                "\"action\": \"ADD\", \"bizStep\": \"receiving\", " + AT_LOCKER + ", "
                        + amount("quantityList", MILK, "120.5"));
        assertThat(meaning)
                .isEqualTo(new Meaning.Counts(
                        List.of(new Received("urn:uuid:e#0", MICROS, HU, "milk-7", new BigDecimal("120.5"), "locker")),
                        Map.of(HU, "kg"),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void theLotOfAnItemIsThatOfItsMasterData() {
        known.lots.put("https://id.gs1.org/01/04012345123456/10/MILK7", "milk-7");
        assertThat(
                        stock(
                                "ObjectEvent",
                                "\"action\": \"ADD\", " + AT_LOCKER
                                        + ", \"epcList\": [\"urn:epc:id:sgtin:4012345.012345.9\"], \"ilmd\": {\"cbvmda:lotNumber\": \"MILK7\"}"))
                .containsExactly(new Received(
                        "urn:uuid:e#0", MICROS, "sgtin-04012345123456-9", "milk-7", BigDecimal.ONE, "locker"));
    }

    @Test
    void aLotThatMasterDataTellOfBeginsWithItsGoods() {
        known.products.put("04012345123456", "milk");
        String add = "\"action\": \"ADD\", \"bizStep\": \"commissioning\", " + AT_LOCKER
                + ", \"epcList\": [\"urn:epc:id:sgtin:4012345.012345.9\"]";
        String ilmd = ", \"ilmd\": {\"cbvmda:lotNumber\": \"MILK7\", \"cbvmda:itemExpirationDate\": \"2026-12-31\"}";
        Meaning.Counts counts = (Meaning.Counts) meaning("ObjectEvent", add + ilmd);
        assertThat(counts.newLots()).containsExactly(new Meaning.NewLot("MILK7", "milk", "2026-12-31"));
        assertThat(counts.stock())
                .containsExactly(new Received(
                        "urn:uuid:e#0", MICROS, "sgtin-04012345123456-9", "MILK7", BigDecimal.ONE, "locker"));
        assertThat(held("ObjectEvent", add).reason())
                .as("without master data nobody knows which lot")
                .isEqualTo(Reason.UNKNOWN_LOT);
        known.lots.put("of another product", "MILK7");
        assertThat(((Meaning.Counts) meaning("ObjectEvent", add + ilmd)).newLots())
                .containsExactly(new Meaning.NewLot("lot-04012345123456-MILK7", "milk", "2026-12-31"));
        known.lots.put("https://id.gs1.org/01/04012345123456/10/MILK7", "M-7");
        assertThat(((Meaning.Counts) meaning("ObjectEvent", add + ilmd)).newLots())
                .as("it is known")
                .isEmpty();
        known.products.clear();
        known.lots.clear();
        assertThat(held("ObjectEvent", add + ilmd).reason())
                .as("of a product that is not known")
                .isEqualTo(Reason.UNKNOWN_LOT);
    }

    @Test
    void whatATransformationMakesMayBeOfANewLot() {
        known.goods(HU, "5");
        known.products.put("04012345999990", "cream");
        Meaning.Counts counts = (Meaning.Counts) meaning(
                "TransformationEvent",
                amount("inputQuantityList", MILK, "5") + ", "
                        + amount("outputQuantityList", "urn:epc:class:lgtin:4012345.099999.CREAM", "4")
                        + ", \"ilmd\": {\"cbvmda:lotNumber\": \"CREAM\"}");
        assertThat(counts.newLots()).containsExactly(new Meaning.NewLot("CREAM", "cream", null));
    }

    @Test
    void whatIsNotKnownIsHeldWithWhatIsMissing() {
        String add = "\"action\": \"ADD\", " + amount("quantityList", MILK, "1");
        assertThat(held("ObjectEvent", add + ", " + AT_LOCKER).reason()).isEqualTo(Reason.UNKNOWN_LOT);
        assertThat(held("ObjectEvent", add + ", \"bizLocation\": {\"id\": \"urn:epc:id:sgln:4012345.00001.0\"}"))
                .isEqualTo(new Meaning.Held(
                        Reason.UNKNOWN_PLACE,
                        "no unit or node of the network has the identifier https://id.gs1.org/414/4012345000016",
                        List.of("https://id.gs1.org/414/4012345000016")));
        known.places.put("urn:frostproof:node:n", new Known.Place("n", null));
        assertThat(held("ObjectEvent", add + ", \"bizLocation\": {\"id\": \"urn:frostproof:node:n\"}")
                        .detail())
                .contains("several units");
        Meaning.Held goods = held(
                "ObjectEvent",
                "\"action\": \"OBSERVE\", \"epcList\": [\"urn:epc:id:sscc:4012345.1234567890\"], " + AT_LOCKER);
        assertThat(goods.reason()).isEqualTo(Reason.UNKNOWN_GOODS);
        assertThat(goods.missing()).contains("sscc-140123452345678902");
    }

    @Test
    void observeIsAMoveOfAllOrOfAPart() {
        known.goods(HU, "120");
        String observe = "\"action\": \"OBSERVE\", \"bizStep\": \"storing\", " + AT_LOCKER + ", ";
        assertThat(stock("ObjectEvent", observe + amount("quantityList", MILK, "120.0")))
                .containsExactly(new Moved("urn:uuid:e#0", MICROS, HU, "locker"));
        List<StockEvent> part = stock("ObjectEvent", observe + amount("quantityList", MILK, "20"));
        String name = Names.part(HU, "urn:uuid:e", 0);
        assertThat(part)
                .containsExactly(
                        new Split("urn:uuid:e#0", MICROS, HU, name, new BigDecimal("20")),
                        new Moved("urn:uuid:e#1", MICROS, name, "locker"));
        assertThat(name).hasSizeLessThanOrEqualTo(64).startsWith(HU);
    }

    @Test
    void quantitiesAreInTheUnitOfTheGoods() {
        known.goods(HU, "120");
        String observe = "\"action\": \"DELETE\", \"bizStep\": \"shipping\", " + amount("quantityList", MILK, "500");
        assertThat(stock("ObjectEvent", observe.replace("KGM", "GRM")))
                .containsExactly(
                        new Removed("urn:uuid:e#0", MICROS, HU, new BigDecimal("0.5"), StockEvent.Reason.SHIPPED));
        assertThat(held("ObjectEvent", observe.replace("KGM", "LTR")).reason()).isEqualTo(Reason.QUANTITY);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, shipping, '', SHIPPED",
        "DELETE, shipping, returned, RETURNED",
        "DELETE, destroying, '', DISPOSED",
        "DELETE, inspecting, expired, DISPOSED",
        "DELETE, decommissioning, '', CONSUMED",
        "DELETE, retail_selling, retail_sold, CONSUMED",
        "OBSERVE, shipping, in_transit, SHIPPED",
        "OBSERVE, departing, '', SHIPPED",
        "OBSERVE, destroying, destroyed, DISPOSED",
        "OBSERVE, dispensing, dispensed, CONSUMED"
    })
    void whatLeavesHasAReason(String action, String step, String disposition, StockEvent.Reason reason) {
        known.goods("sgtin-04012345123456-9", "1");
        assertThat(stock(
                        "ObjectEvent",
                        "\"action\": \"" + action + "\", \"bizStep\": \"" + step + "\", "
                                + (disposition.isEmpty() ? "" : "\"disposition\": \"" + disposition + "\", ")
                                + "\"epcList\": [\"urn:epc:id:sgtin:4012345.012345.9\"]"))
                .containsExactly(new Removed("urn:uuid:e#0", MICROS, "sgtin-04012345123456-9", null, reason));
    }

    @Test
    void whatIsShippedWithinTheNetworkStaysUntilItIsReceivedOrGoesIntoTheVan() {
        known.goods("sgtin-04012345123456-9", "1");
        String shipping =
                "\"action\": \"OBSERVE\", \"bizStep\": \"shipping\", \"epcList\": [\"urn:epc:id:sgtin:4012345.012345.9\"], ";
        assertThat(
                        meaning(
                                "ObjectEvent",
                                shipping
                                        + "\"destinationList\": [{\"type\": \"location\", \"destination\": \"urn:frostproof:unit:locker\"}]"))
                .isInstanceOf(Meaning.Kept.class);
        assertThat(stock("ObjectEvent", shipping + "\"bizLocation\": {\"id\": \"urn:frostproof:unit:van\"}"))
                .containsExactly(new Moved("urn:uuid:e#0", MICROS, "sgtin-04012345123456-9", "van"));
    }

    @Test
    void aggregationsPackAndUnpack() {
        known.goods("sgtin-04012345123456-9", "1").goods(HU, "120");
        String pallet = "\"parentID\": \"urn:epc:id:sscc:4012345.1234567890\"";
        String sscc = "sscc-140123452345678902";
        String part = Names.part(HU, "urn:uuid:e", 1);
        assertThat(stock(
                        "AggregationEvent",
                        "\"action\": \"ADD\", " + pallet + ", \"childEPCs\": [\"urn:epc:id:sgtin:4012345.012345.9\"], "
                                + amount("childQuantityList", MILK, "20") + ", " + AT_LOCKER))
                .containsExactly(
                        new Packed("urn:uuid:e#0", MICROS, "sgtin-04012345123456-9", sscc),
                        new Split("urn:uuid:e#1", MICROS, HU, part, new BigDecimal("20")),
                        new Packed("urn:uuid:e#2", MICROS, part, sscc),
                        new Moved("urn:uuid:e#3", MICROS, sscc, "locker"));
        assertThat(held("AggregationEvent", "\"action\": \"DELETE\", " + pallet).missing())
                .containsExactly(sscc);
        known.containers.add(sscc);
        known.contents.put(sscc, List.of("a", "b"));
        assertThat(stock("AggregationEvent", "\"action\": \"DELETE\", " + pallet))
                .containsExactly(new Unpacked("urn:uuid:e#0", MICROS, "a"), new Unpacked("urn:uuid:e#1", MICROS, "b"));
        assertThat(stock(
                        "AggregationEvent",
                        "\"action\": \"OBSERVE\", " + pallet
                                + ", \"childEPCs\": [\"urn:epc:id:sgtin:4012345.012345.9\"], " + AT_LOCKER))
                .containsExactly(new Moved("urn:uuid:e#0", MICROS, sscc, "locker"));
    }

    @Test
    void transformationsTakeAndMake() {
        known.goods(HU, "5");
        known.lots.put("https://id.gs1.org/01/04012345999990/10/CREAM", "cream-1");
        Meaning meaning = meaning(
                "TransformationEvent",
                amount("inputQuantityList", MILK, "5") + ", "
                        + amount("outputQuantityList", "urn:epc:class:lgtin:4012345.099999.CREAM", "4")
                                .replace("KGM", "LTR"));
        assertThat(meaning)
                .isEqualTo(new Meaning.Counts(
                        List.of(new Transformed(
                                "urn:uuid:e#0",
                                MICROS,
                                List.of(HU),
                                List.of(new StockEvent.Output(
                                        "lgtin-04012345999990-CREAM", "cream-1", new BigDecimal("4"))))),
                        Map.of("lgtin-04012345999990-CREAM", "l"),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void transactionsCountAsTheirStepSays() {
        known.goods("sgtin-04012345123456-9", "1");
        String transaction = "\"action\": \"DELETE\", \"bizTransactionList\": [{\"bizTransaction\": \"urn:x:y\"}]";
        assertThat(meaning("TransactionEvent", transaction)).isInstanceOf(Meaning.Kept.class);
        assertThat(stock(
                        "TransactionEvent",
                        transaction
                                + ", \"epcList\": [\"urn:epc:id:sgtin:4012345.012345.9\"], \"bizStep\": \"stocking\", "
                                + AT_LOCKER))
                .containsExactly(new Moved("urn:uuid:e#0", MICROS, "sgtin-04012345123456-9", "locker"));
    }

    @Test
    void sensorsOfKnownDevicesAreReadings() {
        String report =
                "\"action\": \"OBSERVE\", \"sensorElementList\": [{\"sensorMetadata\": {\"deviceID\": \"urn:x:logger\"}, \"sensorReport\": ["
                        + "{\"type\": \"Temperature\", \"value\": 41, \"uom\": \"FAH\", \"exception\": \"ALARM_CONDITION\"},"
                        + "{\"type\": \"Temperature\", \"meanValue\": 5, \"uom\": \"CEL\"},"
                        + "{\"type\": \"Temperature\", \"value\": 99, \"uom\": \"CEL\", \"exception\": \"ERROR_CONDITION\"}]}]";
        assertThat(held("ObjectEvent", report).reason()).isEqualTo(Reason.UNKNOWN_DEVICE);
        known.channels.put("urn:x:logger temperature", List.of(new Known.Channel("d", "t1", "Cel")));
        Meaning.Counts counts = (Meaning.Counts) meaning("ObjectEvent", report);
        assertThat(counts.measured()).singleElement().satisfies(measured -> {
            assertThat(measured.value()).isEqualByComparingTo("5");
            assertThat(measured.channel()).isEqualTo("t1");
            assertThat(measured.timeMicros()).isEqualTo(MICROS);
        });
        assertThat(counts.notes()).anyMatch(note -> note.contains("ALARM_CONDITION"));
    }

    @Test
    void anAssociationAndADeclarationOfErrorChangeNothing() {
        assertThat(meaning(
                        "AssociationEvent",
                        "\"action\": \"ADD\", \"parentID\": \"urn:x:p\", \"childEPCs\": [\"urn:x:c\"]"))
                .isInstanceOf(Meaning.Kept.class);
        assertThat(
                        meaning(
                                "ObjectEvent",
                                "\"action\": \"DELETE\", \"epcList\": [\"urn:x:c\"], \"errorDeclaration\": {\"declarationTime\": \"2026-11-20T00:00:00Z\"}"))
                .isInstanceOf(Meaning.Kept.class);
    }
}
