package io.frostproof.server.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was told by other ways comes out as EPCIS that a reader accepts. */
final class StockDocumentsTest {

    private static final long TIME = 1_795_154_400_000_000L;
    private static final BigDecimal FIVE = new BigDecimal("5");

    static Stream<StockEvent> events() {
        return Stream.of(
                new Received("e", TIME, "hu", "lot", FIVE, "lk"),
                new Moved("e", TIME, "hu", "lk"),
                new Split("e", TIME, "hu", "part", FIVE),
                new Merged("e", TIME, "hu", "from"),
                new Removed("e", TIME, "hu", FIVE, StockEvent.Reason.DISPOSED),
                new Removed("e", TIME, "hu", null, StockEvent.Reason.SHIPPED),
                new Packed("e", TIME, "hu", "box"),
                new Unpacked("e", TIME, "hu"),
                new Transformed("e", TIME, List.of("a"), List.of(new Output("b", "lot", FIVE))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyKindIsAnEventThatIsRight(StockEvent event) {
        ObjectNode document = StockDocuments.of(event, Map.of("hu", "kg"), null);
        EpcisEvent read = Documents.only(document.toString());
        assertThat(read.timeMicros()).isEqualTo(TIME);
        assertThat(read.id()).isEqualTo("urn:frostproof:stock-event:e");
    }

    @ParameterizedTest
    @MethodSource("events")
    void queriesKnowAsWhatItComesOut(StockEvent event) {
        EpcisEvent read =
                Documents.only(StockDocuments.of(event, Map.of(), "box").toString());
        String kind = event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        List<String> actions =
                read.action() == null ? List.of() : List.of(read.action().name());
        List<String> steps = read.bizStep() == null ? List.of() : List.of(read.bizStep());
        assertThat(StockDocuments.kinds(List.of(read.type().word()), actions, steps))
                .contains(kind);
        assertThat(StockDocuments.kinds(List.of("AssociationEvent"), List.of(), List.of()))
                .isEmpty();
    }

    @Test
    void aReceiptMeansTheSameAgain() {
        var known = new KnownThings().unit("lk");
        known.lots.put("x", "lot");
        EpcisEvent read = Documents.only(
                StockDocuments.of(new Received("e", TIME, "hu", "lot", FIVE, "lk"), Map.of("hu", "kg"), null)
                        .toString());
        assertThat(((Meaning.Counts) Meanings.of(read, known)).stock())
                .containsExactly(new Received("urn:frostproof:stock-event:e#0", TIME, "hu", "lot", FIVE, "lk"));
    }
}
