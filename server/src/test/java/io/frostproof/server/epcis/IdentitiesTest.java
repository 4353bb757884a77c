package io.frostproof.server.epcis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.server.epcis.Identity.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentitiesTest {

    @ParameterizedTest
    @CsvSource({
        "urn:epc:id:sscc:0614141.1234567890, https://id.gs1.org/00/106141412345678908",
        "urn:epc:id:sgtin:0614141.112345.400, https://id.gs1.org/01/10614141123459/21/400",
        "urn:epc:class:lgtin:4012345.012345.998877, https://id.gs1.org/01/04012345123456/10/998877",
        "urn:epc:idpat:sgtin:4012345.012345.*, https://id.gs1.org/01/04012345123456",
        "urn:epc:id:sgln:0614141.12345.0, https://id.gs1.org/414/0614141123452",
        "urn:epc:id:sgln:0614141.12345.dock-3, https://id.gs1.org/414/0614141123452/254/dock-3",
        "https://shop.example.com/a/b/01/04012345123456/10/L1/21/9?17=261231, https://id.gs1.org/01/04012345123456/21/9",
        "urn:epc:id:sgtin:4012345.012345.a%2Fb, https://id.gs1.org/01/04012345123456/21/a%2Fb",
        "https://id.gs1.org/01/04012345123456/21/a%2fb, https://id.gs1.org/01/04012345123456/21/a%2Fb",
    })
    void anEpcUriAndADigitalLinkAreOneIdentity(String told, String canonical) {
        assertThat(Identities.of(told).canonical()).isEqualTo(canonical);
        assertThat(Identities.of(canonical)).isEqualTo(Identities.of(canonical));
        assertThat(Identities.of(canonical).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "milk",
                "",
                "urn:epc:id:sscc:0614141.123456789",
                "urn:epc:id:sgtin:0614141.112345",
                "urn:epc:id:sgtin:0614141.112345.123456789012345678901",
                "urn:epc:idpat:sgtin:4012345.012345.7",
                "urn:epc:id:sgln:0614141.1234.0",
                "https://id.gs1.org/00/106141412345678907",
                "https://id.gs1.org/01/4012345123456/21/1",
                "https://id.gs1.org/01/04012345123456/21/%ff",
                "https://example.com/a b",
                "https://example.com/%zz",
            })
    void whatNamesNothingIsRefused(String told) {
        assertThatThrownBy(() -> Identities.of(told)).hasMessageContaining("expected");
    }

    @Test
    void ourOwnNamesSayWhatTheyAre() {
        Identity unit = Identities.of("urn:frostproof:unit:dock-1");
        assertThat(unit.kind()).isEqualTo(Kind.OWN);
        assertThat(unit.what()).isEqualTo("unit");
        assertThat(unit.part()).isEqualTo("dock-1");
        assertThat(unit).isEqualTo(Identity.own("unit", "dock-1"));
    }

    @Test
    void otherUrisStandForThemselves() {
        assertThat(Identities.of("urn:uuid:1").canonical()).isEqualTo("urn:uuid:1");
        assertThat(Identities.of("urn:epc:id:grai:4012345.55555.1").kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void theCheckDigitFillsUpToATen() {
        assertThat(Identities.withCheck("10614141234567890")).isEqualTo("106141412345678908");
        assertThat(Identities.withCheck("0401234512345")).isEqualTo("04012345123456");
        assertThat(Identities.withCheck("000000000000")).isEqualTo("0000000000000");
    }
}
