package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker configuration that is shipped: a device can be nobody but itself. */
class DeployedBrokerIT {

    private static final String DEVICE = "nab-machine";
    private static final String OTHER = "locker-8";
    private static final String SERVER = "frostproof";
    private static final Map<String, String> PASSWORDS =
            Map.of(DEVICE, "device-password", OTHER, "other-password", SERVER, "server-password");

    @TempDir
    Path folder;

    private DeployedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = DeployedBroker.start(folder, PASSWORDS);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** One signed-in client over TLS, and what it hears. */
    private final class Client implements AutoCloseable {
        final MqttClient client;
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        Client(String name, @Nullable String password) throws Exception {
            client = new MqttClient(broker.tlsUri(), name + "-client", new MemoryPersistence());
            client.setTimeToWait(10_000);
            var options = new MqttConnectionOptions();
            options.setSocketFactory(trusting(broker.caFile()));
            options.setConnectionTimeout(10);
            if (password != null) {
                options.setUserName(name);
                options.setPassword(password.getBytes(StandardCharsets.UTF_8));
            }
            client.connect(options);
        }

        Client(String name) throws Exception {
            this(name, PASSWORDS.get(name));
        }

        void listen(String filter) throws MqttException {
            client.subscribe(
                    new MqttSubscription[] {new MqttSubscription(filter, 1)},
                    new IMqttMessageListener[] {(topic, message) -> heard.add(topic)});
        }

        void publish(String topic) throws MqttException {
            client.publish(topic, message("{}"));
        }

        @Override
        public void close() throws MqttException {
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        }
    }

    private static MqttMessage message(String text) {
        var message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        return message;
    }

    private static SSLSocketFactory trusting(Path caFile) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream stream = Files.newInputStream(caFile)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(stream));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static String topic(String device, String end) {
        return "frostproof/1/plant/" + device + "/" + end;
    }

    private static void assertHears(Client client, String topic) throws InterruptedException {
        assertThat(client.heard.poll(10, TimeUnit.SECONDS)).isEqualTo(topic);
    }

    @Test
    void aDevicePublishesUnderItsOwnTopicsAndUnderNoOther() throws Exception {
        try (var server = new Client(SERVER);
                var device = new Client(DEVICE)) {
            server.listen("frostproof/1/+/+/telemetry");
            server.listen("frostproof/1/+/+/status");
            server.listen("frostproof/1/+/+/answer");
            // Acknowledged, with a reason that says no, which Paho does not pass on; what counts is that nobody hears
            // it.
            for (String kind : new String[] {"telemetry", "status", "answer"}) {
                device.publish(topic(OTHER, kind));
            }
            device.publish(topic(DEVICE, "down/receipt"));
            device.publish(topic(DEVICE, "telemetry/more"));
            device.publish("frostproof/2/plant/" + DEVICE + "/telemetry");
            // Came through the same connection after them, so what was refused cannot still be on its way.
            for (String kind : new String[] {"telemetry", "status", "answer"}) {
                device.publish(topic(DEVICE, kind));
                assertHears(server, topic(DEVICE, kind));
            }
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void aWillInTheNameOfAnotherDeviceIsNotPublished() throws Exception {
        try (var server = new Client(SERVER)) {
            server.listen("frostproof/1/+/+/status");
            connectAndVanish(topic(OTHER, "status"));
            connectAndVanish(topic(DEVICE, "status"));
            assertHears(server, topic(DEVICE, "status"));
            assertThat(server.heard).isEmpty();
        }
    }

    /** A connection with a will that ends without a goodbye. By hand, since a library closes in good order. */
    private void connectAndVanish(String willTopic) throws IOException {
        var body = new ByteArrayOutputStream();
        var fields = new DataOutputStream(body);
        fields.writeUTF("MQTT");
        fields.write(new byte[] {4, (byte) 0b1100_1110, 0, 60}); // 3.1.1; name, password, will with QoS 1, clean; 60 s
        for (String field : new String[] {"vanishing", willTopic, "gone", DEVICE, PASSWORDS.get(DEVICE)}) {
            fields.writeUTF(field);
        }
        URI address = URI.create(broker.localUri());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(new byte[] {0x10, (byte) body.size()});
            socket.getOutputStream().write(body.toByteArray());
            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0); // accepted
        }
    }

    @Test
    void aDeviceHearsWhatIsSaidToItselfOnly() throws Exception {
        try (var server = new Client(SERVER);
                var device = new Client(DEVICE)) {
            device.listen("frostproof/1/+/+/down/+");
            device.listen("frostproof/1/+/+/telemetry");
            server.publish(topic(OTHER, "down/command"));
            server.publish(topic(DEVICE, "down/command"));
            assertHears(device, topic(DEVICE, "down/command"));
            assertThat(device.heard).isEmpty();
        }
    }

    @Test
    void nobodyComesInWithoutANameAndAPassword() {
        assertThatThrownBy(() -> new Client(DEVICE, null)).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> new Client(DEVICE, "guessed")).isInstanceOf(MqttException.class);
    }

    @Test
    void theServerWorksWithItOverTls() throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "deployed_broker");
        Path config = Files.writeString(folder.resolve("frostproof.yaml"), """
                http: {port: 0}
                database: {url: "%s", user: %s, password: "%s"}
                mqtt: {url: "%s", user: frostproof, password: server-password, ca_file: ca.crt}
                """.formatted(
                        url, database.user(), database.password(), broker.tlsUri()));
        try (ServerProcess server = ServerProcess.start(config);
                var device = new Client(DEVICE)) {
            device.listen(topic(DEVICE, "down/receipt"));
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            device.client.publish(
                    FieldDevice.TOPIC, message(new String(FieldDevice.reading(0, now, 70), StandardCharsets.UTF_8)));
            assertThat(device.heard.poll(30, TimeUnit.SECONDS))
                    .as(server.output())
                    .isEqualTo(topic(DEVICE, "down/receipt"));
            assertThat(new LogRows(database, url).number("select count(*) from reading"))
                    .isEqualTo(1);
        }
    }
}
