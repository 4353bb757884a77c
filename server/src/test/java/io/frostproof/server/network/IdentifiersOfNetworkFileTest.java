package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostproof.alerts.network.Identified;
import io.frostproof.alerts.network.Identified.Kind;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import org.junit.jupiter.api.Test;

/** What others call the things of a network. */
final class IdentifiersOfNetworkFileTest {

    private static final String NETWORK = """
            frostproof_network: 1
            regions: [{id: north, name: North}]
            nodes: [{id: nh, region: north, name: Harbour, kind: cold_store, time_zone: Europe/Lisbon}]
            profiles: [{id: fruit, name: Fruit, source: test, band: {min: 1, max: 9}, conditions: []}]
            units: [{id: lk, node: nh, name: Locker, kind: locker, profile: fruit}]
            identifiers:
            """;

    @Test
    void areReadInOneForm() throws Exception {
        assertThat(NetworkFile.readText("n.yaml", NETWORK + """
                  - {uri: "urn:epc:id:sgln:4012345.00001.0", unit: lk}
                  - {uri: "urn:x:harbour", node: nh}
                """).identifiers())
                .containsExactly(
                        new Identified("https://id.gs1.org/414/4012345000016", Kind.UNIT, "lk"),
                        new Identified("urn:x:harbour", Kind.NODE, "nh"));
    }

    @Test
    void whatIsWrongIsToldAtItsLine() {
        InvalidFileException invalid =
                catchThrowableOfType(InvalidFileException.class, () -> NetworkFile.readText("n.yaml", NETWORK + """
                          - {uri: "urn:epc:id:sgln:4012345.00001.0", unit: lk}
                          - {uri: "https://example.com/414/4012345000016", node: nh}
                          - {uri: "urn:epc:id:sscc:1.2", unit: lk}
                          - {uri: "urn:x:a", unit: nowhere}
                          - {uri: "urn:x:b", unit: lk, node: nh}
                          - {uri: "urn:x:c"}
                          - {uri: "urn:frostproof:unit:lk", unit: lk}
                        """));
        assertThat(invalid.problems()).extracting(Problem::line).containsExactly(8, 9, 10, 11, 12, 13);
    }
}
