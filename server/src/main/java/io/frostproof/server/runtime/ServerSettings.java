package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.mqtt.MqttSettings;
import io.frostproof.server.notify.NotificationChannel;
import java.util.List;

/**
 * What a server is made with.
 *
 * @param channels ways out for notices; {@code targets} names some of them
 */
public record ServerSettings(
        LaneConfig lanes,
        PlausibleTimes times,
        MqttSettings mqtt,
        List<NotificationChannel> channels,
        NoticeTargets targets,
        FrostproofServer.FaceFactory face) {
    public ServerSettings {
        channels = List.copyOf(channels);
    }
}
