package io.frostproof.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MosquittoBrokerIT {
    @Test
    void acceptsAnMqtt5ClientAndKeepsItsSessionOverARestart() throws IOException {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            String uri = broker.uri();
            assertThat(connect(broker)).isEqualTo(new ConnectReply(false, 0));

            broker.restart();

            assertThat(broker.uri()).isEqualTo(uri);
            assertThat(connect(broker)).isEqualTo(new ConnectReply(true, 0));
        }
    }

    @Test
    void refusesConnectionsWhenKilled() {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            broker.kill9();

            assertThatThrownBy(() -> connect(broker)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void takesFurtherConfigurationLines() throws IOException {
        try (MosquittoBroker broker = MosquittoBroker.start(List.of("allow_anonymous false"))) {
            int notAuthorized = 0x87;

            assertThat(connect(broker)).isEqualTo(new ConnectReply(false, notAuthorized));
        }
    }

    @Test
    void saysWhatIsWrongWhenTheBrokerDoesNotStart() {
        assertThatThrownBy(() -> MosquittoBroker.start(List.of("no_such_option 1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no_such_option");
    }

    private record ConnectReply(boolean sessionPresent, int reasonCode) {}

    /** The smallest MQTT 5 CONNECT that asks for a lasting session, and the first bytes of its CONNACK (OASIS MQTT 5.0, 3.1 and 3.2). */
    private static ConnectReply connect(MosquittoBroker broker) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 5, 0, 0, 60});
        body.write(new byte[] {5, 0x11, 0, 0, 0x0e, 0x10}); // session expiry interval: 3600 s
        byte[] clientId = "sensor-1".getBytes(StandardCharsets.US_ASCII);
        body.write(new byte[] {0, (byte) clientId.length});
        body.write(clientId);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {0x10, (byte) body.size()});
            socket.getOutputStream().write(body.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(in.readUnsignedByte()).isEqualTo(0x20);
            in.readUnsignedByte(); // remaining length, one byte for so short a packet
            boolean present = in.readUnsignedByte() == 1;
            return new ConnectReply(present, in.readUnsignedByte());
        }
    }
}
