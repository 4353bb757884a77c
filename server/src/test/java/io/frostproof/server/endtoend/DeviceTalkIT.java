package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DeviceStatus.State;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.Unit;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device and a whole server with a broker between them, and what happens when each of them is killed. */
class DeviceTalkIT {

    private static final String DEVICE = "/api/v1/devices/" + ManagedDevice.ID;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";
    private String address = "";

    private JsonNode call(String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return JSON.readTree(response.body());
    }

    private JsonNode await(String what, Predicate<JsonNode> holds) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        JsonNode device;
        do {
            device = call("GET", DEVICE, null);
            if (holds.test(device)) {
                return device;
            }
            LockSupport.parkNanos(50_000_000);
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not " + what + ": " + device);
    }

    private JsonNode await(String pointer, String value) throws Exception {
        return await(
                pointer + " " + value, device -> device.at(pointer).asText().equals(value));
    }

    private static DeviceStatus.Builder online(long conn) {
        return DeviceStatus.builder(State.ONLINE, 7, conn)
                .channels(List.of(new ChannelUnit("t1", Unit.CELSIUS)))
                .reportSeconds(300)
                .configVersion(0L);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aDeviceIsSeenConfiguredAskedAndLost(Form form, @TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "device_talk");
        try (MosquittoBroker broker = MosquittoBroker.start();
                ManagedDevice device = ManagedDevice.connect(broker.uri(), form, 7, 3)) {
            // Before the server is there: it hears the retained birth, whose question is of another moment.
            device.say(online(3).upMillis(1L).batteryPercent(87).build());
            Path config = ServerProcess.config(folder, database, url, broker.uri(), "");
            String asked;
            try (ServerProcess server = ServerProcess.start(config)) {
                address = SystemPage.address(server);
                token = SystemPage.signIn(server);
                JsonNode seen = await("/presence", "online");
                assertThat(seen.at("/status/battery_percent").asInt()).isEqualTo(87);
                assertThat(seen.at("/status/form").asText()).isEqualTo(form == Form.JSON ? "json" : "binary");
                assertThat(seen.at("/warnings/0/text").asText())
                        .isEqualTo("the device sends t1 in Cel, the network declares [degF]");
                device.say(online(3).upMillis(53_211L).build());
                assertThat(device.next(DeviceTime.class).upMillis()).isEqualTo(53_211);

                takesAndRefusesConfigurations(device);
                call("POST", DEVICE + "/commands", "{\"do\": \"identify\", \"for_s\": 20}");
                asked = device.next(DeviceCommand.Identify.class).id();
                await("/commands/0/state", "sent");
                server.kill9();
            }
            // What it did is done, but nobody has heard: it is asked again, and knows the id.
            try (ServerProcess server = ServerProcess.start(config)) {
                address = SystemPage.address(server);
                assertThat(device.next(DeviceCommand.Identify.class)).isEqualTo(new DeviceCommand.Identify(asked, 20));
                device.answer(DeviceAnswer.toCommand(asked, Result.ACCEPTED));
                await("/commands/0/state", "accepted");
                device.answer(DeviceAnswer.toCommand(asked, Result.DONE));
                await("/commands/0/state", "done");

                comesAndGoes(device, server);
                isGivenUp(device, database, url);
                keepsWhatItCannotRead(device, new LogRows(database, url));
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
        }
    }

    private void takesAndRefusesConfigurations(ManagedDevice device) throws Exception {
        call("PUT", DEVICE + "/config", "{\"report_interval_s\": 300, \"sample_interval_s\": 5}");
        assertThat(device.next(DeviceConfig.class))
                .isEqualTo(new DeviceConfig(1, 300, 5, List.of(new ChannelUnit("t1", Unit.FAHRENHEIT))));
        device.answer(new DeviceAnswer(1L, null, Result.REFUSED, "sample_s", "10 or more", null));
        JsonNode refused = await("/config/state", "refused");
        assertThat(refused.at("/config/refused_expected").asText()).isEqualTo("10 or more");
        call("PUT", DEVICE + "/config", "{\"report_interval_s\": 300, \"sample_interval_s\": 60}");
        assertThat(device.next(DeviceConfig.class).version()).isEqualTo(2);
        device.answer(DeviceAnswer.toConfig(2, Result.DONE));
        await("/config/state", "applied");
        device.say(online(3).configVersion(2L).sampleSeconds(60).build());
        await("/status/config_version", "2");
    }

    private void comesAndGoes(ManagedDevice device, ServerProcess server) throws Exception {
        device.vanish();
        await("/presence", "lost");
        device.reconnect(7, 4);
        assertThat(device.next(DeviceConfig.class).version())
                .as("the broker has kept it: %s", server.output())
                .isEqualTo(2);
        device.say(online(4).configVersion(2L).build());
        await("/presence", "online");
        // The will of the connection before, which the broker was late to publish.
        device.say(DeviceStatus.will(7, 3));
        device.say(online(4).configVersion(2L).batteryPercent(42).build());
        JsonNode after = await("/status/battery_percent", "42");
        assertThat(after.get("presence").asText()).isEqualTo("online");
        JsonNode history = call("GET", DEVICE + "/connections", null).get("items");
        assertThat(history.findValuesAsText("presence")).containsExactly("online", "lost", "online");
    }

    private void isGivenUp(ManagedDevice device, TestDatabase database, String url) throws Exception {
        call("POST", DEVICE + "/commands", "{\"do\": \"backlog\", \"boot\": 7, \"from\": 1, \"seq\": 9}");
        assertThat(device.next(DeviceCommand.Backlog.class).seq()).isEqualTo(9);
        try (Connection connection = database.connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute("update device_command set expires_at = now() where task = 'backlog'");
        }
        await("/commands/0/state", "expired");
    }

    private static void keepsWhatItCannotRead(ManagedDevice device, LogRows rows) throws Exception {
        device.sayNonsense("{\"state\":\"asleep\"}".getBytes(StandardCharsets.UTF_8));
        device.answer(DeviceAnswer.toCommand("nobody-asked", Result.DONE));
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (rows.number("select count(*) from dead_letter where reason in ('out_of_range', 'unknown_request')")
                < 2) {
            assertThat(System.nanoTime()).as("two dead letters in time").isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Mosquitto's own access control by topic is not asked about subscriptions; its plug-in is. */
    @Test
    void aServerThatMayNotListenIsNotReadyAndSaysWhy(@TempDir Path folder) throws Exception {
        Path plugin = DynamicSecurity.plugin();
        org.junit.jupiter.api.Assumptions.assumeTrue(plugin != null, "no mosquitto_dynamic_security.so");
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "deaf");
        try (MosquittoBroker broker = MosquittoBroker.start(
                DynamicSecurity.withoutSubscriptions(folder, "frostproof/1/+/+/status", plugin))) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), "");
            try (ServerProcess server = ServerProcess.startUntil(config, "event=mqtt_unavailable")) {
                assertThat(server.output())
                        .contains("refused the subscription to frostproof/1/+/+/status (not authorized)")
                        .doesNotContain("Ready: subscribed");
            }
        }
    }
}
