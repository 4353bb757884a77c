package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.config.ServerConfig.SecureCookies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitorsTest {

    private static Connection from(String remote, String forwardedFor) {
        return new Connection(remote, false, forwardedFor, "");
    }

    @Test
    void believesNoHeaderUnlessThereIsAProxy() {
        assertThat(Visitors.DIRECT.address(from("192.0.2.1", "198.51.100.7"))).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7,198.51.100.7",
        // The client may have made up all but the last.
        "'203.0.113.9, 198.51.100.7',198.51.100.7",
        "'198.51.100.7,unknown',192.0.2.1",
        "'',192.0.2.1",
        "2001:db8:1:2:3:4:5:6,20010db800010002/64",
    })
    void believesWhatTheProxyWroteLast(String forwardedFor, String address) {
        var visitors = new Visitors(SecureCookies.AUTO, true);
        assertThat(visitors.address(from("192.0.2.1", forwardedFor))).isEqualTo(address);
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        assertThat(Visitors.DIRECT.address(from("2001:db8::1", "")))
                .isEqualTo(Visitors.DIRECT.address(from("2001:db8:0:0:ffff::2", "")));
        assertThat(Visitors.DIRECT.address(from("", ""))).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO,false,'',false",
        "AUTO,false,https,true",
        "AUTO,false,http,false",
        "AUTO,true,'',true",
        "ALWAYS,false,'',true",
        "NEVER,true,https,false",
    })
    void securesCookiesAsConfigured(SecureCookies when, boolean tls, String forwardedProtocol, boolean secure) {
        var visitors = new Visitors(when, false);
        assertThat(visitors.secure(new Connection("192.0.2.1", tls, "", forwardedProtocol)))
                .isEqualTo(secure);
    }
}
