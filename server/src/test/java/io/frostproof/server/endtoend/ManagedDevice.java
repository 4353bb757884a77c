package io.frostproof.server.endtoend;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.UpTopic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** A device that follows the whole contract, for the machine-temperature network: it has a will, and hears what it is sent. */
public final class ManagedDevice implements AutoCloseable {

    private static final String NODE = "plant";
    public static final String ID = "nab-machine";
    private static final int QOS = 1;
    private static final long PATIENCE_S = 60;

    private final String broker;
    private final Form form;
    private final BlockingQueue<Control> heard = new LinkedBlockingQueue<>();
    private MqttClient client;

    private ManagedDevice(String broker, Form form, long boot, long conn) throws MqttException {
        this.broker = broker;
        this.form = form;
        client = connected(boot, conn);
    }

    public static ManagedDevice connect(String broker, Form form, long boot, long conn) throws MqttException {
        return new ManagedDevice(broker, form, boot, conn);
    }

    /** Connects again, as another connection. */
    public void reconnect(long boot, long conn) throws MqttException {
        client = connected(boot, conn);
    }

    private MqttClient connected(long boot, long conn) throws MqttException {
        var next = new MqttClient(broker, ID, new MemoryPersistence());
        next.setTimeToWait(20_000);
        var options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(86_400L);
        var will = new MqttMessage(ControlCodec.encode(DeviceStatus.will(boot, conn), form, null));
        will.setQos(QOS);
        will.setRetained(true);
        options.setWill(UP_STATUS, will);
        next.connect(options);
        next.subscribe(
                new MqttSubscription[] {new MqttSubscription("frostproof/1/" + NODE + "/" + ID + "/down/+", QOS)},
                new IMqttMessageListener[] {
                    (topic, message) -> DownTopic.parse(topic).ifPresent(down -> {
                        if (ControlCodec.decode(Control.Type.of(down.kind()), message.getPayload(), null)
                                instanceof ControlResult.Decoded decoded) {
                            heard.add(decoded.control());
                        }
                    })
                });
        return next;
    }

    private static final String UP_STATUS = new UpTopic(NODE, ID, UpTopic.Kind.STATUS).topic();
    private static final String UP_ANSWER = new UpTopic(NODE, ID, UpTopic.Kind.ANSWER).topic();

    /** Publishes a status, retained, and returns when the broker has it. */
    public void say(DeviceStatus status) throws MqttException {
        publish(UP_STATUS, ControlCodec.encode(status, form, null), true);
    }

    public void answer(DeviceAnswer answer) throws MqttException {
        publish(UP_ANSWER, ControlCodec.encode(answer, form, null), false);
    }

    /** Publishes anything as a status. */
    void sayNonsense(byte[] payload) throws MqttException {
        publish(UP_STATUS, payload, false);
    }

    private void publish(String topic, byte[] payload, boolean retained) throws MqttException {
        var message = new MqttMessage(payload);
        message.setQos(QOS);
        message.setRetained(retained);
        client.publish(topic, message);
    }

    /** The next message of a type; others before it are passed over. */
    public <T extends Control> T next(Class<T> type) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (true) {
            Control control = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (control == null) {
                throw new AssertionError("the device heard no " + type.getSimpleName());
            }
            if (type.isInstance(control)) {
                return type.cast(control);
            }
        }
    }

    /** The connection breaks without a goodbye, so that the broker publishes the will. */
    public void vanish() throws MqttException {
        client.disconnectForcibly(0, 100, false);
        client.close(true);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 500);
        }
        client.close(true);
    }
}
