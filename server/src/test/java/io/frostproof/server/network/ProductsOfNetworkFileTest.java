package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.Allowance.Side;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.network.Band;
import io.frostproof.alerts.network.HandlingRisk;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.alerts.network.StockLevel;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file says of products, and how much of them a node should have. */
class ProductsOfNetworkFileTest {

    /** Valid; tests break one line of it at a time. */
    private static final String WHOLE = """
            frostproof_network: 1
            regions: [{id: north, name: The North}]
            nodes:
              - {id: nh, region: north, name: North Harbour, kind: cold_store, time_zone: Europe/Lisbon}
              - {id: popup, region: north, name: Pop-up, kind: pop_up, time_zone: UTC}
            products:
              - id: insulin
                name: Insulin
                profile: who-fridge
                source: Leaflet of the maker, 2026
                value: {amount: 12.50, currency: EUR, per: vials}
                handling_risk: high
                band: {min: 2, max: 8}
                freezes_below: -0.5
                budgets:
                  - {name: out of refrigeration, above: 8, up_to: 25, time: 12h}
                  - {name: hot, above: 25, time: 0s}
                  - {name: cool, below: 2, down_to: 0, time: 30m}
                shelf_life: {method: arrhenius, life: 730d, label_temperature: 5, activation_energy: 90}
              - id: polio
                name: Oral polio vaccine
                profile: who-freezer
                shelf_life: {method: vvm, days: 2}
              - id: berries
                name: Berries
                profile: who-fridge
                shelf_life: {method: q10, life: 10d, label_temperature: 4, q10: 2.5}
              - {id: water, name: Water, profile: who-fridge}
            stock_levels:
              - {node: nh, product: insulin, quantity_unit: vials, reorder_point: 100, safety_stock: 40}
              - {node: popup, product: insulin, quantity_unit: vials, reorder_point: 12.5}
            """;

    @Test
    void readsWhatAProductIsWorthAndTolerates() throws Exception {
        List<Product> products = read(WHOLE).products();

        assertThat(products.get(0).facts())
                .isEqualTo(new ProductFacts(
                        "Leaflet of the maker, 2026",
                        new ProductValue(new BigDecimal("12.5"), "EUR", "vials"),
                        HandlingRisk.HIGH,
                        new Band(2.0, 8.0),
                        -0.5,
                        List.of(
                                new Allowance("out of refrigeration", Side.WARM, 8, 25.0, Duration.ofHours(12)),
                                new Allowance("hot", Side.WARM, 25, null, Duration.ZERO),
                                new Allowance("cool", Side.COLD, 2, 0.0, Duration.ofMinutes(30))),
                        new ShelfLife.Arrhenius(Duration.ofDays(730), 5, 90)));
        assertThat(products.get(1).facts().shelfLife()).isEqualTo(ShelfLife.vaccineVialMonitor(2));
        assertThat(products.get(2).facts().shelfLife()).isEqualTo(new ShelfLife.Q10(Duration.ofDays(10), 4, 2.5));
        assertThat(products.get(3)).isEqualTo(new Product("water", "Water", "who-fridge"));
    }

    @Test
    void readsLevels() throws Exception {
        assertThat(read(WHOLE).stockLevels())
                .containsExactly(
                        new StockLevel("nh", "insulin", "vials", new BigDecimal(100), new BigDecimal(40)),
                        new StockLevel("popup", "insulin", "vials", new BigDecimal("12.5"), BigDecimal.ZERO));
    }

    @Test
    void takesTheActivationEnergyOfUspWhenNoneIsKnown() throws Exception {
        assertThat(read(WHOLE.replace(", activation_energy: 90", ""))
                        .products()
                        .getFirst()
                        .facts()
                        .shelfLife())
                .isEqualTo(new ShelfLife.Arrhenius(Duration.ofDays(730), 5, 83.144));
    }

    @Test
    void aBandOfItsOwnTakesTheWholePlaceOfThatOfItsProfile() throws Exception {
        var ofProfile = new Band(2.0, 8.0);
        ProductFacts own = read(WHOLE.replace("band: {min: 2, max: 8}", "band: {max: 25}"))
                .products()
                .getFirst()
                .facts();
        ProductFacts none = read(WHOLE.replace("    band: {min: 2, max: 8}\n", ""))
                .products()
                .getFirst()
                .facts();

        assertThat(own.tolerance(ofProfile))
                .isEqualTo(new Tolerance(null, 25.0, -0.5, own.allowances(), own.shelfLife()));
        assertThat(none.tolerance(ofProfile))
                .isEqualTo(new Tolerance(2.0, 8.0, -0.5, none.allowances(), none.shelfLife()));
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip(
                        "amount: 12.50",
                        "amount: -1",
                        "11: products[insulin].value.amount: '-1' is not from 0 to 1000000000"),
                slip(
                        "amount: 12.50",
                        "amount: 0.0000001",
                        "11: products[insulin].value.amount: '0.0000001' is not a number with at most 6 digits behind the point"),
                slip("amount: 12.50, ", "", "11: products[insulin].value.amount: missing, expected a number"),
                slip(
                        "currency: EUR",
                        "currency: euro",
                        "11: products[insulin].value.currency: 'euro' is not an ISO 4217 code such as EUR"),
                slip(
                        ", per: vials",
                        "",
                        "11: products[insulin].value.per: missing, expected the quantity unit that it counts for, such as vials"),
                slip(
                        "value: {amount: 12.50, currency: EUR, per: vials}",
                        "value: 12.50",
                        "11: products[insulin].value: '12.50' is not a mapping of keys and values"),
                slip(
                        "handling_risk: high",
                        "handling_risk: hi",
                        "12: products[insulin].handling_risk: 'hi' is not one of low, medium, high"),
                slip(
                        "band: {min: 2, max: 8}",
                        "band: {min: 8, max: 2}",
                        "13: products[insulin].band.min: '8' is not below max (2.0 Cel)"),
                slip(
                        "band: {min: 2, max: 8}",
                        "band: {}",
                        "13: products[insulin].band.min: missing, expected a temperature in Cel; a band has min, max or both"),
                slip(
                        "max: 8}",
                        "max: 800}",
                        "13: products[insulin].band.max: '800' is not plausible for temperature (from -200 to 200 Cel)"),
                slip(
                        "freezes_below: -0.5",
                        "freezes_below: 3",
                        "14: products[insulin].freezes_below: '3' is not at or below 2.0 Cel, the lower end of its band: what is in its band would freeze"),
                slip(
                        "profile: who-freezer",
                        "profile: who-freezer\n    freezes_below: -0.5",
                        "23: products[polio].freezes_below: '-0.5' is not at or below -25.0 Cel, the lower end of its band, which is that of profile who-freezer: what is in its band would freeze"),
                slip(
                        "freezes_below: -0.5",
                        "freezes_below: 31 F",
                        "14: products[insulin].freezes_below: '31 F' is not a number"),
                slip(
                        "above: 8, up_to: 25",
                        "above: 8, up_to: 5",
                        "16: products[insulin].budgets[0].up_to: '5' is not above 8.0 Cel"),
                slip(
                        "below: 2, down_to: 0",
                        "below: 2, down_to: 2",
                        "18: products[insulin].budgets[2].down_to: '2' is not below 2.0 Cel"),
                slip(
                        "below: 2, down_to: 0",
                        "below: 2, up_to: 0",
                        "18: products[insulin].budgets[2].up_to: '0' is not left out: it goes with above"),
                slip(
                        "above: 8, up_to: 25",
                        "up_to: 25",
                        "16: products[insulin].budgets[0].above: missing, expected a temperature in Cel from which on it is used; above or below is required"),
                slip(
                        "above: 25, time",
                        "above: 25, below: 2, time",
                        "17: products[insulin].budgets[1].below: '2' is not left out beside above: a budget is of the warm side or of the cold one"),
                slip(
                        "time: 12h",
                        "time: 12",
                        "16: products[insulin].budgets[0].time: '12' is not a duration such as 90s, 5m, 10h, 7d or PT5M; a bare number has no unit"),
                slip(
                        "name: hot",
                        "name: out of refrigeration",
                        "17: products[insulin].budgets[1].name: 'out of refrigeration' is not new for this product: the budget at line 16 has this name too"),
                slip("name: hot, ", "", "17: products[insulin].budgets[1].name: missing, expected text"),
                slip(
                        "method: arrhenius",
                        "method: arhenius",
                        "19: products[insulin].shelf_life.method: 'arhenius' is not one of arrhenius, q10, vvm (did you mean 'arrhenius'?)"),
                slip("life: 730d", "life: 0s", "19: products[insulin].shelf_life.life: '0s' is not from 1m to 36500d"),
                slip(
                        "label_temperature: 5, ",
                        "",
                        "19: products[insulin].shelf_life.label_temperature: missing, expected the temperature in Cel at which life is what the label says"),
                slip(
                        "label_temperature: 5,",
                        "label_temperature: 278.15,",
                        "19: products[insulin].shelf_life.label_temperature: '278.15' is not plausible for temperature (from -200 to 200 Cel)"),
                slip(
                        "activation_energy: 90",
                        "activation_energy: 83144",
                        "19: products[insulin].shelf_life.activation_energy: '83144' is not a number from 0 to 1000 kJ/mol"),
                slip(
                        "activation_energy: 90",
                        "q10: 2",
                        "19: products[insulin].shelf_life.q10: '2' is not left out: it goes with method q10"),
                slip(
                        "days: 2}",
                        "days: 11}",
                        "23: products[polio].shelf_life.days: '11' is not 30, 14, 7 or 2, of which WHO gives the end points"),
                slip(
                        "days: 2}",
                        "days: 2, life: 3d}",
                        "23: products[polio].shelf_life.life: '3d' is not left out: a vaccine vial monitor has its end point and energy by its days"),
                slip(
                        ", q10: 2.5",
                        "",
                        "27: products[berries].shelf_life.q10: missing, expected how many times as fast it ages 10 K warmer, from 1 to 20"),
                slip(
                        "q10: 2.5",
                        "q10: 0.5",
                        "27: products[berries].shelf_life.q10: '0.5' is not a number from 1 to 20"),
                slip(
                        "name: Water, ",
                        "name: Water, shelflife: 3d, ",
                        "28: products[water].shelflife: 'shelflife' is not a key here, which are id, name, profile, source, value, handling_risk, band, freezes_below, budgets, shelf_life, litres_per, authorisations (did you mean 'shelf_life'?)"),
                slip(
                        "node: popup,",
                        "node: popupp,",
                        "31: stock_levels[1].node: 'popupp' is not the id of a node in this file (did you mean 'popup'?)"),
                slip(
                        "product: insulin, quantity_unit: vials, reorder_point: 12.5",
                        "product: insulins, quantity_unit: vials, reorder_point: 12.5",
                        "31: stock_levels[1].product: 'insulins' is not the id of a product in this file (did you mean 'insulin'?)"),
                slip(
                        "node: popup,",
                        "node: nh,",
                        "31: stock_levels[1].product: 'insulin' is not new at this node: the level at line 30 is of it too"),
                slip(
                        "safety_stock: 40",
                        "safety_stock: 400",
                        "30: stock_levels[0].safety_stock: '400' is not at most the reorder point (100)"),
                slip(
                        "safety_stock: 40",
                        "safety_stock: -1",
                        "30: stock_levels[0].safety_stock: '-1' is not from 0 to 1000000000000"),
                slip("reorder_point: 100, ", "", "30: stock_levels[0].reorder_point: missing, expected a number"),
                slip(
                        "quantity_unit: vials, reorder_point: 100",
                        "reorder_point: 100",
                        "30: stock_levels[0].quantity_unit: missing, expected text"));
    }

    private static Arguments slip(String right, String wrong, String problem) {
        return argumentSet(problem, right, wrong, problem);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void findsASlipAndNothingElse(String right, String wrong, String problem) {
        assertThat(WHOLE).contains(right);

        List<String> problems = problemsOf(WHOLE.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));

        assertThat(problems).containsExactly("network.yaml:" + problem);
    }

    private static List<String> problemsOf(String text) {
        return catchThrowableOfType(InvalidFileException.class, () -> read(text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static Network read(String text) throws InvalidFileException {
        return NetworkFile.readText("network.yaml", text);
    }
}
