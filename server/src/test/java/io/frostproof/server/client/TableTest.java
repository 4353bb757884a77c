package io.frostproof.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Table INCIDENTS = IncidentsCommand.table(BERLIN, NOW);

    private static final List<JsonNode> TWO = List.of(json("""
                    {"id": "3f0c9a51-aaaa-bbbb-cccc-0123456789ab", "unit": "hb-locker-02", "unit_name": "Locker 2, Harbour Cold Store",
                     "node": "harbour-cold-store", "region": "north", "slot": "too_warm", "level": "critical", "state": "open",
                     "started_at": "2026-11-21T09:20:17Z", "worst_value": 10.2349, "value_unit": "Cel", "handling_units": 5,
                     "assignee": null}"""), json("""
                    {"id": "b21e0077-aaaa-bbbb-cccc-0123456789ab", "unit": "va-generator", "unit_name": "Generator, Valley Dock",
                     "node": "valley-dock", "region": "south", "slot": "mains_lost", "quantity": "mains", "measure": "value", "level": "warning", "state": "acknowledged",
                     "started_at": "2026-11-20T23:59:59Z", "worst_value": 0, "value_unit": "1", "handling_units": 0,
                     "assignee": "ann"}"""));

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String print(Table table, int width, boolean json, List<JsonNode> items) {
        var text = new StringWriter();
        var output = new Output(new PrintWriter(text), table, json, width);
        items.forEach(output::take);
        output.end("none");
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void showsEverythingWhereThereIsRoom() {
        assertThat(print(INCIDENTS, Table.UNLIMITED, false, TWO)).isEqualTo("""
                ID        LEVEL     STATE         UNIT          NAME                          NODE                WHAT        SINCE CET                WORST  STOCK  ASSIGNEE  SNOOZED UNTIL
                3f0c9a51  critical  open          hb-locker-02  Locker 2, Harbour Cold Store  harbour-cold-store  too warm    2026-11-21 10:20      10.23 °C      5
                b21e0077  warning   acknowledged  va-generator  Generator, Valley Dock        valley-dock         mains lost  2026-11-21 00:59  mains absent      0  ann
                """);
    }

    @Test
    void doesWithoutTheLeastNeededColumnsInANarrowTerminal() {
        assertThat(print(INCIDENTS, 80, false, TWO)).isEqualTo("""
                ID        LEVEL     STATE         UNIT       WHAT        SINCE CET         STOCK
                3f0c9a51  critical  open          hb-locke…  too warm    2026-11-21 10:20      5
                b21e0077  warning   acknowledged  va-gener…  mains lost  2026-11-21 00:59      0
                """);
    }

    @Test
    void fitsEveryWidthThatHoldsTheNeededColumns() {
        for (int width = 72; width < 180; width++) {
            int limit = width;
            assertThat(print(INCIDENTS, width, false, TWO).lines())
                    .allSatisfy(line ->
                            assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(limit));
        }
    }

    @Test
    void saysWhenThereIsNothing() {
        assertThat(print(INCIDENTS, 80, false, List.of())).isEqualTo("none\n");
        assertThat(print(INCIDENTS, 80, true, List.of())).isEqualTo("[]\n");
    }

    @Test
    void printsItemsAsTheyCameAsJson() {
        assertThat(print(UnitsCommand.table(), 80, true, List.of(json("{\"id\": \"a\"}"), json("{\"id\": \"b\"}"))))
                .isEqualTo("""
                        [
                        {"id":"a"},
                        {"id":"b"}
                        ]
                        """);
    }

    @Test
    void showsBucketsWithTheirUnit() {
        assertThat(print(ReadingsCommand.buckets(), Table.UNLIMITED, false, List.of(json("""
                {"time": "2026-11-21T09:00:00Z", "device": "probe-1", "channel": "t1", "quantity": "temperature",
                 "value_unit": "Cel", "min": -18.5, "mean": -18.004999, "max": 3, "count": 60}"""))))
                .isEqualTo("""
                        TIME                  CHANNEL     QUANTITY       MIN  MEAN  MAX  UNIT  READINGS
                        2026-11-21T09:00:00Z  probe-1/t1  temperature  -18.5   -18    3  °C          60
                        """);
    }

    @Test
    void keepsControlCharactersFromTheTerminal() {
        assertThat(print(
                        UnitsCommand.table(),
                        Table.UNLIMITED,
                        false,
                        List.of(json("{\"id\": \"a\\u001b[31m\", \"name\": \"one\\ntwo\"}"))))
                .doesNotContain("\u001b")
                .contains("a?[31m")
                .contains("one?two");
    }
}
