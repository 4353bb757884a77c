package io.frostproof.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.command.Frostproof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command on a small network of a seed. */
class DrillCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] DARK = {"drill", "region-dark", "--seed", "4", "--handling-units", "200", "--json"};

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Frostproof.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private ObjectNode report(String... arguments) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).as(err.toString()).isZero();
        ObjectNode report = (ObjectNode) JSON.readTree(out.toString());
        // How long it took is the machine's.
        assertThat(report.remove("plan_s").isNumber()).isTrue();
        return report;
    }

    private static BigDecimal amount(JsonNode of, String field) {
        assertThat(of.path(field).path("currency").asText()).isEqualTo("EUR");
        return new BigDecimal(of.path(field).path("amount").asText());
    }

    @Test
    void theReportOfASeedIsTheSameEachTimeAndAnotherSeedIsAnother() throws IOException {
        ObjectNode report = report(DARK);

        assertThat(report(DARK)).isEqualTo(report);
        assertThat(report("drill", "region-dark", "--seed", "5", "--handling-units", "200", "--json"))
                .isNotEqualTo(report);
    }

    @Test
    void theReportAddsUp() throws IOException {
        ObjectNode report = report(DARK);

        JsonNode goods = report.path("goods");
        long sum = List.of("moved", "held", "lost", "harmed", "untouched").stream()
                .mapToLong(field -> goods.path(field).path("handling_units").asLong())
                .sum();
        assertThat(goods.path("affected").path("handling_units").asLong())
                .isPositive()
                .isEqualTo(sum);
        assertThat(amount(report, "lower_bound")).isPositive().isLessThanOrEqualTo(amount(report, "expected_loss"));
        assertThat(amount(report, "expected_loss")).isLessThan(amount(report, "expected_loss_if_left"));
        assertThat(amount(report, "cost")).isPositive().isLessThan(amount(report, "expected_loss"));
        assertThat(report.path("missing_fallbacks")).isNotEmpty();
        report.path("missing_fallbacks").forEach(one -> {
            assertThat(amount(one, "saves")).isPositive();
            assertThat(one.path("text").asText()).contains(one.path("about").asText());
        });
        JsonNode orders = report.path("orders");
        assertThat(orders.path("as_before").asLong()
                        + orders.path("re_sourced").asLong()
                        + orders.path("missed").asLong())
                .isEqualTo(orders.path("open").asLong());
    }

    @Test
    void theTableSaysWhatTheReportSays() throws IOException {
        ObjectNode report = report(DARK);
        report.put("plan_s", 0.25);
        report.put("unplannable", 7);

        String table = DrillTable.of(report);

        assertThat(table.lines().findFirst()).hasValue(report.path("scenario").asText() + ": planned in 0.25 s");
        assertThat(table).contains("not in it: 7 handling units");
        report.path("missing_fallbacks")
                .forEach(one -> assertThat(table).contains(one.path("text").asText()));
        report.path("manual_steps")
                .path("runbooks")
                .forEach(book ->
                        book.path("steps").forEach(step -> assertThat(table).contains(step.asText())));
    }

    @Test
    void aSpanIsPassedOn() throws IOException {
        JsonNode report =
                report("drill", "lane-closed", "--seed", "4", "--handling-units", "100", "--lasts", "90m", "--json");

        assertThat(report.path("lasts_s").asLong()).isEqualTo(5_400);
        assertThat(report.path("scenario").asText()).startsWith("lane-closed:");
    }

    @Test
    void aScenarioThatIsNoneIsWrongUse() {
        assertThat(run("drill", "flood", "--handling-units", "10")).isEqualTo(2);
        assertThat(err.toString()).contains("'flood'").contains("region-dark");
        assertThat(run("drill", "node-lost:mars", "--handling-units", "10")).isEqualTo(2);
        assertThat(err.toString()).contains("no node 'mars'");
        assertThat(run("drill", "region-dark", "--lasts", "long", "--handling-units", "10"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--lasts: was 'long'");
    }

    @Test
    void whereNothingIsAffectedASentenceSaysSo() throws IOException {
        String[] lane = {"drill", "lane-closed", "--seed", "4", "--handling-units", "200"};
        assertThat(run(lane)).isZero();
        String table = out.toString();

        assertThat(table.lines())
                .contains(
                        "no goods are affected: none are under way by the lane, so nothing has to be moved, held or given up");
        assertThat(table).contains("orders: ").doesNotContain("EUR 0 ", "expected loss\n", "cannot be saved");

        ObjectNode report = report(DARK);
        report.withObject("/goods/affected").put("handling_units", 0);
        report.put("unplannable", 2);
        assertThat(DrillTable.of(report))
                .contains("no goods that can be planned for are affected: none lie there, and none are under way to it")
                .contains("not in it: 2 handling units");
    }
}
