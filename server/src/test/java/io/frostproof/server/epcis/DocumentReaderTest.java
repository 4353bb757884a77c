package io.frostproof.server.epcis;

import static io.frostproof.server.epcis.Documents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.epcis.EpcisEvent.Amount;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentReaderTest {

    private static final String GOODS = "\"action\": \"OBSERVE\", \"epcList\": [\"urn:epc:id:sgtin:4012345.012345.1\"]";
    private static final String AT = "$.epcisBody.eventList[0]";

    @Test
    void everyShapeIsRead() throws Exception {
        DocumentReader.Read read = DocumentReader.read(Documents.example("all-shapes.json"));
        assertThat(read.ofDocument()).isEmpty();
        assertThat(read.ofEvents()).isEmpty();
        assertThat(read.events()).hasSize(10);
        EpcisEvent receipt = read.events().getFirst();
        assertThat(receipt.timeMicros()).isEqualTo(1_795_150_800_000_000L);
        assertThat(receipt.lotNumber()).isEqualTo("MILK7");
        assertThat(receipt.expiry()).isEqualTo("2026-12-31");
        assertThat(receipt.amounts())
                .containsExactly(new Amount(
                        Identities.of("https://id.gs1.org/01/04012345123456/10/MILK7"),
                        new BigDecimal("120.50"),
                        "KGM"));
        assertThat(receipt.destinations()).containsExactly(Identities.of("urn:epc:id:sgln:4012345.00001.0"));
        assertThat(DocumentReader.MAPPER
                        .readTree(receipt.document())
                        .at("/ex:truck/axles")
                        .asInt())
                .as("extensions are kept")
                .isEqualTo(3);
        assertThat(read.events().get(1).bizStep()).isEqualTo("storing");
        assertThat(read.events().get(1).disposition()).isEqualTo("sellable_not_accessible");
        assertThat(read.events().get(8).sensed())
                .extracting(EpcisEvent.Sensed::type)
                .containsExactly("Temperature", "RelativeHumidity", "Temperature", "Temperature");
        assertThat(Objects.requireNonNull(read.events().get(9).error()).corrections())
                .containsExactly("urn:uuid:6f1f0000-0000-4000-8000-00000000000a");
    }

    @Test
    void aSingleEventIsRead() {
        DocumentReader.Read read = DocumentReader.read(Documents.example("one-event.json"));
        assertThat(read.ofDocument()).isEmpty();
        assertThat(read.events()).hasSize(1);
        assertThat(read.events().getFirst().id()).startsWith(EventHash.ID_PREFIX);
    }

    static Stream<Arguments> bad() {
        String object = event("ObjectEvent", "2026-11-20T00:00:00Z", GOODS);
        return Stream.of(
                Arguments.of("[]", "$", "an object"),
                Arguments.of("", "$", "an object"),
                Arguments.of("{\"type\": \"EPCISDocument\"", "$", "breaks off at line 1"),
                Arguments.of("{\"type\": \"Invoice\"}", "$.type", "EPCISDocument, or one of ObjectEvent"),
                Arguments.of("{\"type\": \"EPCISDocument\", \"schemaVersion\": \"2.0\"}", "$.epcisBody", "eventList"),
                Arguments.of(Documents.of(object).replace("\"2.0\"", "\"1.2\""), "$.schemaVersion", "2.0"),
                Arguments.of(Documents.of("7"), AT, "an event"),
                Arguments.of(Documents.of(object) + "x", "$", "breaks off"),
                Arguments.of(
                        Documents.of(object).replace("[{", "{\"a\":[{").replace("}]", "}]}"),
                        "$.epcisBody.eventList",
                        "a list of events"),
                Arguments.of(Documents.of("{\"a\": 1, \"a\": 2}"), AT + ".a", "each name once"),
                one(object.replace("ObjectEvent", "ObjectsEvent"), ".type", "one of ObjectEvent"),
                one(object.replace("2026-11-20T00:00:00Z", "2026-11-20T00:00:00"), ".eventTime", "with offset"),
                one(object.replace("2026-11-20T00:00:00Z", "1826-11-20T00:00:00Z"), ".eventTime", "1970 to 9999"),
                one(object.replace("\"eventTime\"", "\"eventtime\""), ".eventTime", "an ISO 8601 time"),
                one(object.replace("\"eventTime\"", "\"eventtime\""), ".eventtime", "the name eventTime"),
                one(object.replace("+00:00", "+15:00"), ".eventTimeZoneOffset", "-14:00 to +14:00"),
                one(object.replace("OBSERVE", "LOOK"), ".action", "ADD, OBSERVE or DELETE"),
                one(event("ObjectEvent", "2026-11-20T00:00:00Z", "\"action\": \"ADD\""), ".epcList", "at least one of"),
                one(object.replace("urn:epc:id:sgtin:4012345.012345.1", "milk"), ".epcList[0]", "a URI"),
                one(
                        object.replace("urn:epc:id:sgtin:4012345.012345.1", "urn:epc:id:sscc:1.2"),
                        ".epcList[0]",
                        "17 digits"),
                one(object.replace("urn:epc:id:sgtin:4012345.012345.1", "a\\u0000b"), ".epcList[0]", "without NUL"),
                one(object.replace("urn:epc:id:sgtin:4012345.012345.1", "urn:x:\\ud800"), ".epcList[0]", "without NUL"),
                with("\"bizStep\": \"sending\"", ".bizStep", "a bizStep of the CBV"),
                with("\"disposition\": \"quarantined\"", ".disposition", "a disposition of the CBV"),
                with(
                        "\"persistentDisposition\": {\"set\": [\"good\"]}",
                        ".persistentDisposition.set[0]",
                        "a disposition"),
                with("\"readPoint\": \"urn:x:y\"", ".readPoint", "an object with id"),
                with("\"bizLocation\": {}", ".bizLocation.id", "a URI"),
                with("\"eventID\": \"17\"", ".eventID", "a URI"),
                with("\"recordTime\": \"now\"", ".recordTime", "an ISO 8601 time"),
                with("\"quantityList\": [{\"quantity\": 1}]", ".quantityList[0].epcClass", "a URI"),
                with(
                        "\"quantityList\": [{\"epcClass\": \"urn:x:y\", \"quantity\": 0}]",
                        ".quantityList[0].quantity",
                        "above 0"),
                with(
                        "\"quantityList\": [{\"epcClass\": \"urn:x:y\", \"quantity\": 1e99}]",
                        ".quantityList[0].quantity",
                        "at most 1e12"),
                with(
                        "\"quantityList\": [{\"epcClass\": \"urn:x:y\", \"quantity\": \"1\"}]",
                        ".quantityList[0].quantity",
                        "a number"),
                with(
                        "\"quantityList\": [{\"epcClass\": \"urn:x:y\", \"uom\": \"kilos\"}]",
                        ".quantityList[0].uom",
                        "UN/CEFACT"),
                with(
                        "\"sourceList\": [{\"type\": \"shop\", \"source\": \"urn:x:y\"}]",
                        ".sourceList[0].type",
                        "owning_party"),
                with("\"destinationList\": [{\"type\": \"location\"}]", ".destinationList[0].destination", "a URI"),
                with("\"bizTransactionList\": [{}]", ".bizTransactionList[0].bizTransaction", "a URI"),
                with("\"sensorElementList\": [{}]", ".sensorElementList[0].sensorReport", "at least one report"),
                with(
                        "\"sensorElementList\": [{\"sensorReport\": [{\"value\": 1}]}]",
                        ".sensorElementList[0].sensorReport[0].type",
                        "a type"),
                with(
                        "\"sensorElementList\": [{\"sensorReport\": [{\"type\": \"Temperature\", \"value\": \"4\"}]}]",
                        ".sensorElementList[0].sensorReport[0].value",
                        "a number"),
                with(
                        "\"sensorElementList\": [{\"sensorReport\": [{\"type\": \"T\", \"exception\": \"HOT\"}]}]",
                        ".sensorElementList[0].sensorReport[0].exception",
                        "ALARM_CONDITION"),
                with(
                        "\"errorDeclaration\": {\"reason\": \"oops\"}",
                        ".errorDeclaration.declarationTime",
                        "an ISO 8601 time"),
                with(
                        "\"errorDeclaration\": {\"declarationTime\": \"2026-11-20T00:00:00Z\", \"reason\": \"oops\"}",
                        ".errorDeclaration.reason",
                        "did_not_occur"),
                with("\"ilmd\": {\"cbvmda:itemExpirationDate\": \"soon\"}", ".ilmd.itemExpirationDate", "a date"),
                one(
                        event(
                                "AggregationEvent",
                                "2026-11-20T00:00:00Z",
                                "\"action\": \"ADD\", \"childEPCs\": [\"urn:x:y\"]"),
                        ".parentID",
                        "a URI"),
                one(
                        event(
                                "AggregationEvent",
                                "2026-11-20T00:00:00Z",
                                "\"action\": \"ADD\", \"parentID\": \"urn:x:y\""),
                        ".childEPCs",
                        "at least one"),
                one(
                        event("TransactionEvent", "2026-11-20T00:00:00Z", "\"action\": \"ADD\""),
                        ".bizTransactionList",
                        "at least one"),
                one(
                        event("TransformationEvent", "2026-11-20T00:00:00Z", "\"inputEPCList\": [\"urn:x:y\"]"),
                        ".outputEPCList",
                        "inputs and outputs"),
                one(
                        event(
                                "TransformationEvent",
                                "2026-11-20T00:00:00Z",
                                "\"action\": \"ADD\", \"transformationID\": \"urn:x:y\", \"inputEPCList\": [\"urn:x:z\"]"),
                        ".action",
                        "no action"),
                Arguments.of(
                        Documents.of("{\"a\":".repeat(60) + "1" + "}".repeat(60)),
                        "$.epcisBody.eventList[0].a.a",
                        "within each other"));
    }

    private static Arguments one(String event, String below, String expected) {
        return Arguments.of(Documents.of(event), AT + below, expected);
    }

    private static Arguments with(String more, String below, String expected) {
        return one(event("ObjectEvent", "2026-11-20T00:00:00Z", GOODS + ", " + more), below, expected);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatIsWrongIsToldWithItsPath(String document, String path, String expected) {
        DocumentReader.Read read = Documents.read(document);
        List<Mistake> all = Stream.concat(read.ofDocument().stream(), read.ofEvents().stream())
                .toList();
        assertThat(all)
                .as("%s", all)
                .anyMatch(mistake ->
                        mistake.path().startsWith(path) && mistake.expected().contains(expected));
        assertThat(read.events()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        DocumentReader.Read read = Documents.read(Documents.of(
                event("ObjectEvent", "yesterday", "\"action\": \"LOOK\", \"epcList\": [\"milk\", \"urn:x:y\", 7]"),
                event("ObjectEvent", "2026-11-20T00:00:00Z", GOODS)));
        assertThat(read.ofEvents())
                .extracting(Mistake::path)
                .containsExactlyInAnyOrder(AT + ".eventTime", AT + ".action", AT + ".epcList[0]", AT + ".epcList[2]");
        assertThat(read.events()).as("the other one is right").hasSize(1);
        assertThat(read.count()).isEqualTo(2);
    }

    @Test
    void aFloodOfMistakesIsCountedAndCut() {
        DocumentReader.Read read =
                Documents.read(Documents.of(Collections.nCopies(500, "{}").toArray(String[]::new)));
        assertThat(read.ofEvents()).hasSize(Mistakes.MOST);
        assertThat(read.mistakes()).isGreaterThan(1_000);
    }

    @Test
    void noMoreEventsThanItSays() {
        String event = event("ObjectEvent", "2026-11-20T00:00:00Z", GOODS);
        DocumentReader.Read read = Documents.read(Documents.of(
                Collections.nCopies(DocumentReader.EVENTS_MOST + 1, event).toArray(String[]::new)));
        assertThat(read.ofDocument()).extracting(Mistake::path).containsExactly("$.epcisBody.eventList");
    }

    @Test
    void anEventWithoutIdIsTheSameHoweverItIsWritten() {
        String one = event("ObjectEvent", "2026-11-20T01:00:00.0+01:00", GOODS + ", \"ex:n\": 1.50, \"ex:l\": [1, 2]");
        String other =
                "{\"ex:l\": [2, 1.0], \"epcList\": [\"urn:epc:id:sgtin:4012345.012345.1\"], \"ex:n\": 15e-1, \"action\": \"OBSERVE\","
                        + "\"recordTime\": \"2026-11-21T00:00:00Z\", \"eventTimeZoneOffset\": \"+00:00\", \"eventTime\": \"2026-11-20T00:00:00Z\","
                        + " \"type\": \"ObjectEvent\"}";
        assertThat(Documents.only(one).id()).isEqualTo(Documents.only(other).id());
        assertThat(Documents.only(one.replace("1.50", "1.51")).id())
                .isNotEqualTo(Documents.only(one).id());
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] bytes = Documents.of(event("ObjectEvent", "2026-11-20T00:00:00Z", GOODS + ", \"ex:a\": \"?\""))
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '?') {
                bytes[i] = (byte) 0xff;
            }
        }
        assertThat(DocumentReader.read(bytes).ofDocument()).isNotEmpty();
    }
}
