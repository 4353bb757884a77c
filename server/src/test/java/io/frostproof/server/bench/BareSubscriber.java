package io.frostproof.server.bench;

import io.frostproof.protocol.UpTopic;
import io.frostproof.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * What the client library and the broker can do: subscribes to telemetry with the library and the settings of the server, acknowledges each
 * message as it comes, and counts. A process of its own, as the server is one. Arguments: URI of the broker. Writes {@code ready}, and
 * then the count, whenever it has grown, every 10 ms; ends when its standard input does.
 */
final class BareSubscriber implements MqttCallback {

    private static final int LOOK_MILLIS = 10;

    private final AtomicLong received = new AtomicLong();
    private final MqttAsyncClient client;

    private BareSubscriber(String broker) throws MqttException {
        client = new MqttAsyncClient(broker, "bare-subscriber", new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
        var options = new MqttConnectionOptions();
        options.setCleanStart(true); // nothing of an earlier run; otherwise as the server's
        options.setSessionExpiryInterval(0L);
        options.setReceiveMaximum(ServerConfig.Mqtt.DEFAULT_RECEIVE_MAXIMUM);
        options.setKeepAliveInterval((int) ServerConfig.Mqtt.DEFAULT_KEEP_ALIVE.toSeconds());
        options.setAutomaticReconnect(false);
        options.setSocketFactory(new NoDelay());
        client.connect(options).waitForCompletion(10_000);
        var subscription = new MqttSubscription(UpTopic.Kind.TELEMETRY.subscription(), 1);
        client.subscribe(new MqttSubscription[] {subscription}).waitForCompletion(10_000);
    }

    public static void main(String[] arguments) throws Exception {
        var subscriber = new BareSubscriber(arguments[0]);
        System.out.println("ready");
        long said = 0;
        while (System.in.available() >= 0 && !closed()) {
            long now = subscriber.received.get();
            if (now > said) {
                System.out.println(now);
                said = now;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        System.exit(0);
    }

    /** Whoever started it writes one byte to end it; if it was killed, the pipe is at its end, which looks the same. */
    private static boolean closed() throws IOException {
        return System.in.available() > 0
                || !ProcessHandle.current().parent().map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws MqttException {
        client.messageArrivedComplete(message.getId(), message.getQos());
        received.lazySet(received.get() + 1); // one callback thread
    }

    @Override
    public void disconnected(@Nullable MqttDisconnectResponse response) {
        System.err.println("bare subscriber: disconnected, " + response);
        System.exit(1);
    }

    @Override
    public void mqttErrorOccurred(MqttException failure) {
        System.err.println("bare subscriber: " + failure);
    }

    @Override
    public void connectComplete(boolean reconnect, String url) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void authPacketArrived(int reasonCode, @Nullable MqttProperties properties) {}

    /** As the server's sockets. */
    private static final class NoDelay extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return prompt(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return prompt(new Socket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return prompt(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return prompt(new Socket(host, port, local, localPort));
        }

        private static Socket prompt(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }
    }
}
