package io.frostproof.ingest.mqtt;

import io.frostproof.protocol.UpTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** What the server listens to, and whether the broker lets it. */
final class Subscriptions {

    private static final int QOS = 1;
    /** Retained messages come with a new subscription only: one that the broker's session has kept has heard them. */
    private static final int RETAINED_IF_NEW = 1;
    /** Reason codes of a SUBACK from here on are refusals (MQTT 5, 3.9.3). */
    private static final int REFUSED_FROM = 0x80;

    private Subscriptions() {}

    /** Anew for each use, since the client library keeps and changes them. */
    static MqttSubscription[] all() {
        UpTopic.Kind[] kinds = UpTopic.Kind.values();
        var subscriptions = new MqttSubscription[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            subscriptions[i] = new MqttSubscription(kinds[i].subscription(), QOS);
            subscriptions[i].setRetainHandling(RETAINED_IF_NEW);
        }
        return subscriptions;
    }

    /**
     * Looks whether all were granted.
     *
     * @param reasonCodes of the SUBACK, in the order of {@link #all}
     * @throws IllegalStateException if one was not; the message names its topic
     */
    static void check(int... reasonCodes) {
        UpTopic.Kind[] kinds = UpTopic.Kind.values();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < kinds.length; i++) {
            int code = i < reasonCodes.length ? reasonCodes[i] : REFUSED_FROM;
            if (code >= REFUSED_FROM) {
                refused.add(kinds[i].subscription() + " (" + words(code) + ")");
            }
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException("the broker refused the subscription to " + String.join(", ", refused)
                    + "; the server's user needs the right to read it");
        }
    }

    private static String words(int code) {
        return switch (code) {
            case 0x87 -> "not authorized";
            case 0x8F -> "topic filter invalid";
            case 0x97 -> "quota exceeded";
            case 0xA2 -> "wildcard subscriptions not supported";
            default -> "reason code 0x" + Integer.toHexString(code).toUpperCase(Locale.ROOT);
        };
    }
}
