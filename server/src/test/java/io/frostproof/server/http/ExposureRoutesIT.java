package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The exposure ledger as the API tells it, over the sample network: hu-2 was in lk-1 from 20 to 21 November, 11:00, and is in lk-2 since. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class ExposureRoutesIT {

    private static final String PATH = "/api/v1/stock/hu-2/exposure";

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable ApiFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(flavour);
    }

    @AfterEach
    void close() {
        api().close();
    }

    private ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = api().get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ApiFixture.json(response);
    }

    @Test
    void tellsWhereItWasAndWhatItLivedThroughThere() throws Exception {
        JsonNode exposure = get(PATH);
        assertThat(exposure.get("unit").asText()).isEqualTo("lk-2");
        assertThat(exposure.get("product").asText()).isEqualTo("milk");
        assertThat(exposure.get("from").asText()).isEqualTo("2026-11-20T00:00:00Z");
        assertThat(exposure.get("until").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(exposure.get("explanations").isNull()).isTrue();
        JsonNode places = exposure.at("/strands/0/places");
        assertThat(places).hasSize(2);
        assertThat(places.at("/0/unit").asText()).isEqualTo("lk-1");
        assertThat(places.at("/0/to").asText()).isEqualTo("2026-11-21T11:00:00Z");
        assertThat(places.at("/0/ongoing").asBoolean()).isFalse();
        assertThat(places.at("/0/sums/elapsed_s").asDouble()).isEqualTo(35 * 3600);
        // The probe sends from 10:00 on.
        assertThat(places.at("/0/sums/known_s").asDouble()).isEqualTo(3600);
        assertThat(places.at("/1/ongoing").asBoolean()).isTrue();
        JsonNode sums = exposure.at("/strands/0/sums");
        assertThat(sums.get("elapsed_s").asDouble()).isEqualTo(36 * 3600);
        assertThat(sums.get("known_s").asDouble() + sums.get("unknown_s").asDouble())
                .isEqualTo(36 * 3600);
        assertThat(exposure.get("worst")).isEqualTo(sums);
    }

    @Test
    void reckonsUpToATimeThatHasBeen() throws Exception {
        JsonNode exposure = get(PATH + "?until=2026-11-21T10:30:00Z");
        assertThat(exposure.at("/strands/0/places")).hasSize(1);
        assertThat(exposure.at("/strands/0/sums/known_s").asDouble()).isEqualTo(1800);

        HttpResponse<String> future = api().get(PATH + "?until=2026-11-21T12:00:01Z");
        assertThat(future.statusCode()).isEqualTo(400);
        assertThat(future.body()).contains("until").contains("not in the future");
        assertThat(api().get("/api/v1/stock/none/exposure").statusCode()).isEqualTo(404);
        assertThat(api().get(PATH + "?explain=warmth").body())
                .contains("explain")
                .contains("too_warm");
        assertThat(api().get(PATH + "?explain&strand=1").body()).contains("a number from 0 to 0");
    }

    @Test
    void takesEveryFigureApartIntoItsReadings() throws Exception {
        JsonNode exposure = get(PATH + "?explain");
        JsonNode sums = exposure.at("/strands/0/sums");
        var figures = new HashSet<String>();
        for (JsonNode explanation : exposure.get("explanations")) {
            figures.add(explanation.get("figure").asText());
            assertThat(explanation.get("cut").isNull()).isTrue();
            assertThat(explanation.get("stretches"))
                    .hasSize(explanation.get("stretches_in_all").asInt());
            if (explanation.get("made_by").asText().equals("sum")) {
                assertThat(explanation.get("shown").asDouble())
                        .as(explanation.toString())
                        .isCloseTo(explanation.get("value").asDouble(), within(1e-6));
            }
            for (JsonNode stretch : explanation.get("stretches")) {
                for (JsonNode channel : stretch.get("channels")) {
                    if (!channel.get("link").isNull()) {
                        JsonNode readings = get(channel.get("link").asText());
                        assertThat(readings.get("items").size())
                                .as(channel.toString())
                                .isGreaterThanOrEqualTo(channel.get("readings").asInt());
                    }
                }
            }
        }
        assertThat(figures)
                .contains("known", "unknown", "too_warm", "mean_kinetic", "warmest")
                .doesNotContain("allowances");
        JsonNode unknown = explained(PATH + "?explain=unknown");
        assertThat(unknown.get("value").asDouble())
                .isEqualTo(sums.get("unknown_s").asDouble());
        assertThat(unknown.at("/stretches/0/voice").asText()).isEqualTo("silent");
        assertThat(unknown.at("/stretches/0/channels/0/readings").asInt()).isZero();
    }

    @Test
    void saysWhatIsCutAndWhereItGoesOn() throws Exception {
        JsonNode all = explained(PATH + "?explain=unknown");
        int stretches = all.get("stretches_in_all").asInt();
        assertThat(stretches).isGreaterThan(1);
        var seen = new ArrayList<JsonNode>();
        String from = "";
        for (int page = 0; page < stretches; page++) {
            JsonNode one = explained(PATH + "?explain=unknown&explain_limit=1" + from);
            assertThat(one.get("stretches_before").asInt()).isEqualTo(page);
            one.get("stretches").forEach(seen::add);
            if (page + 1 < stretches) {
                assertThat(one.get("cut").asText()).contains("left out");
                from = "&explain_from=" + one.get("next").asText();
            } else {
                assertThat(one.get("next").isNull()).isTrue();
            }
        }
        var whole = new ArrayList<JsonNode>();
        all.get("stretches").forEach(whole::add);
        assertThat(seen).isEqualTo(whole);
    }

    private JsonNode explained(String path) throws Exception {
        JsonNode explanations = get(path).get("explanations");
        assertThat(explanations).hasSize(1);
        return explanations.get(0);
    }

    @Test
    void hasARowForEachPlaceAndOneForTheSum() throws Exception {
        HttpResponse<String> response = api().get(PATH + ".csv");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"hu-2-exposure.csv\"");
        List<String> lines = response.body().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst())
                .startsWith("handling_unit,lot,product,strand,row,as_handling_unit,unit,from,to,elapsed_s,known_s");
        assertThat(lines.get(1))
                .startsWith("hu-2,lot-1,milk,0,place,hu-2,lk-1,2026-11-20T00:00:00Z,2026-11-21T11:00:00Z,126000,3600,");
        assertThat(lines.get(3))
                .startsWith("hu-2,lot-1,milk,0,sum,,,2026-11-20T00:00:00Z,2026-11-21T12:00:00Z,129600,");
    }

    @Test
    void listsWhatIsAtAPlace() throws Exception {
        JsonNode here = get("/api/v1/exposures?unit=lk-1");
        var ids = new ArrayList<String>();
        here.get("items").forEach(item -> ids.add(item.get("handling_unit").asText()));
        assertThat(ids).contains("hu-1").doesNotContain("hu-2");
        assertThat(here.get("handling_units").asInt()).isEqualTo(ids.size());
        assertThat(get("/api/v1/exposures?unit=lk-2&product=none").get("items")).isEmpty();
        assertThat(api().get("/api/v1/exposures").body()).contains("a unit, or a node");
    }
}
