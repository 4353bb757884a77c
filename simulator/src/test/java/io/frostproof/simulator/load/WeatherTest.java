package io.frostproof.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What load measures stays mostly in the band, and what it writes by hand is what the contract's decoder reads. */
class WeatherTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"BINARY, 1", "BINARY, 20", "JSON, 1", "JSON, 20"})
    void aMonthHasOneExcursionLongerThanTenMinutesAndADoorEachDay(Form form, int readings) {
        var options = new LoadOptions(
                BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:1883")),
                "load",
                1,
                1,
                IntStream.range(0, 4)
                        .mapToObj(n -> UpTopic.telemetry("n", "d-" + n))
                        .toList(),
                List.of("t1"),
                readings,
                form,
                7,
                BEGIN,
                Duration.ofSeconds(10),
                0);
        var weather = new Weather(options);
        int excursions = 0;
        int doors = 0;
        for (long first = 0; first < 43_200; first += readings) {
            long base = BEGIN.toEpochMilli() + first * 10_000;
            long seq = first / readings;
            Body body = weather.of(1, first);
            var packet = new Packet(16);
            body.write(packet, 7, seq, base);
            assertThat(packet.size()).isEqualTo(body.length(7, seq, base));

            DecodeResult decoded = TelemetryDecoder.decode(Arrays.copyOf(packet.array(), packet.size()), null);
            assertThat(decoded).isInstanceOf(DecodeResult.Decoded.class);
            Telemetry telemetry = ((DecodeResult.Decoded) decoded).telemetry();
            assertThat(telemetry.id()).isEqualTo(new MessageId(7, seq));
            assertThat(telemetry.samples()).hasSize(readings);
            for (int i = 0; i < readings; i++) {
                Sample sample = telemetry.samples().get(i);
                assertThat(sample.timeMicros()).isEqualTo((base + i * 10_000L) * 1_000);
                if (sample.value() == 9.5) {
                    excursions++;
                } else if (sample.value() == 8.5) {
                    doors++;
                } else {
                    assertThat(sample.value()).isBetween(4.0, 6.5);
                }
            }
        }
        assertThat(excursions).isBetween(80, 110); // at one in ten seconds more than ten minutes, and one only
        assertThat(doors).isBetween(28 * Math.min(readings, 5), 31 * Math.min(readings, 5));
    }
}
