package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.Unit;
import io.frostproof.simulator.scenario.ProfileSpec;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.ScenarioNetwork;
import io.frostproof.simulator.scenario.UnitSpec;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the simulator says about networks, read by the server that has to believe it. */
final class ScenarioNetworksTest {

    @TempDir
    Path folder;

    static Stream<String> builtIns() {
        return Scenario.builtInNames().stream();
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void theServerCanReadTheNetworkOfEveryScenario(String name) throws Exception {
        Scenario scenario = Scenario.read(name);

        Network network = read(scenario);

        assertThat(network.devices()).hasSameSizeAs(scenario.devices());
        assertThat(network.units()).hasSizeGreaterThanOrEqualTo(scenario.units().size());
    }

    /**
     * As the scenario says, else as the simulator's physics has it, not as is usual for the kind: conditions on the product are to be right about
     * these very goods.
     */
    @ParameterizedTest
    @MethodSource("builtIns")
    void unitsSayHowSlowlyTheirOwnContentsFollowAndProbesWhatTheyAreIn(String name) throws Exception {
        Scenario scenario = Scenario.read(name);
        Network network = read(scenario);

        for (UnitSpec unit : scenario.units()) {
            var heat = unit.design().design().heat();
            Duration set = unit.productLag();
            assertThat(network.units().stream()
                            .filter(of -> of.id().equals(unit.id()))
                            .findFirst()
                            .orElseThrow()
                            .productLag()
                            .toSeconds())
                    .isEqualTo(
                            set != null
                                    ? set.toSeconds()
                                    : Math.round(heat.contentsJoulesPerKelvin() / heat.airToContentsWattsPerKelvin()));
        }
        assertThat(network.devices().stream()
                        .flatMap(device -> device.channels().stream())
                        .filter(channel -> channel.senses() == Sense.PRODUCT)
                        .count())
                .isEqualTo(scenario.devices().stream()
                        .flatMap(device -> device.channels().stream())
                        .filter(channel -> channel.quantity() == SimulatedQuantity.CONTENTS_TEMPERATURE)
                        .count());
    }

    /** A bottle of glycol among the goods; what hangs in the air and follows within a minute needs no lag. */
    @ParameterizedTest
    @MethodSource("builtIns")
    void probesAmongTheContentsSayHowSlowlyTheyFollow(String name) throws Exception {
        Scenario scenario = Scenario.read(name);

        Map<String, Duration> lags = read(scenario).devices().stream()
                .flatMap(device -> device.channels().stream()
                        .filter(channel -> !channel.probeLag().isZero())
                        .map(channel -> Map.entry(device.id() + "/" + channel.id(), channel.probeLag())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        Map<String, Duration> bottles = scenario.devices().stream()
                .flatMap(device -> device.channels().stream()
                        .filter(channel -> channel.quantity() == SimulatedQuantity.CONTENTS_TEMPERATURE)
                        .map(channel -> device.device() + "/" + channel.id()))
                .collect(Collectors.toMap(id -> id, id -> Duration.ofMinutes(5)));
        assertThat(lags).isEqualTo(bottles);
        assertThat(lags.isEmpty()).isEqualTo(name.equals("demo"));
    }

    @Test
    void goodsOfTheMixedMonthCanGoToAnotherNodeOfTheirRegion() throws Exception {
        Scenario scenario = Scenario.read("mixed-month");
        Network network = read(scenario);
        Map<String, String> regions = network.nodes().stream().collect(Collectors.toMap(Node::id, Node::region));

        assertThat(network.decisions().lanes())
                .allSatisfy(lane -> assertThat(regions.get(lane.to())).isEqualTo(regions.get(lane.from())))
                .extracting(lane -> regions.get(lane.from()))
                .contains("coast", "valley", "inland");
        assertThat(network.decisions().capabilities())
                .hasSize(scenario.nodes().size())
                .allSatisfy(node -> assertThat(node.backupPower())
                        .as(node.node())
                        .isEqualTo(scenario.nodes().stream()
                                .anyMatch(one -> one.id().equals(node.node())
                                        && one.power().generator())));
    }

    @Test
    void aScaledNetworkCanBeReadToo() throws Exception {
        Scenario scenario = Scenario.read("normal-week").scaledTo(100);

        assertThat(read(scenario).devices()).hasSize(100);
    }

    @Test
    void theDemoSimulatesTheNetworkThatItImports() throws Exception {
        Network imported = NetworkFile.readResource(NetworkFile.DEMO);
        Network simulated = read(Scenario.read("demo"));

        assertThat(channels(simulated)).containsExactlyInAnyOrderElementsOf(channels(imported));
        assertThat(simulated.units().stream().map(ScenarioNetworksTest::unit))
                .containsExactlyInAnyOrderElementsOf(imported.units().stream()
                        .map(ScenarioNetworksTest::unit)
                        .toList());
    }

    @Test
    void builtInProfilesHaveTheSameBandInBothRooms() throws Exception {
        for (ProfileSpec profile : ProfileSpec.BUILT_IN) {
            Path file = folder.resolve("profile.yaml");
            Files.writeString(
                    file, "frostproof_network: 1\nproducts: [{id: p, name: P, profile: " + profile.id() + "}]\n");
            assertThat(NetworkFile.read(file).profiles())
                    .filteredOn(it -> it.id().equals(profile.id()))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.bandMinCelsius()).isEqualTo(profile.minCelsius());
                        assertThat(it.bandMaxCelsius()).isEqualTo(profile.maxCelsius());
                    });
        }
    }

    private Network read(Scenario scenario) throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, ScenarioNetwork.text(scenario, 1));
        return NetworkFile.read(file);
    }

    private static String unit(Unit unit) {
        return unit.id() + " " + unit.node() + " " + unit.kind();
    }

    private static List<String> channels(Network network) {
        return network.devices().stream()
                .flatMap(device -> device.channels().stream().map(channel -> channel(device, channel)))
                .toList();
    }

    private static String channel(Device device, Channel channel) {
        return device.node() + "/" + device.id() + "/" + channel.id() + " " + channel.quantity() + " of "
                + channel.placements().getLast().unit() + " every " + device.reportInterval();
    }
}
