package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.mqtt.MqttSettings;
import io.frostproof.server.notify.NotificationChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server is made with.
 *
 * @param mqtt empty: no broker; telemetry comes over HTTP, or from within the process, and devices are told nothing
 * @param spool empty: batches wait for the database
 * @param deviceKeyFile keys that devices sign with
 * @param channels ways out for notices; {@code targets} names some of them
 */
public record ServerSettings(
        LaneConfig lanes,
        PlausibleTimes times,
        Optional<MqttSettings> mqtt,
        Optional<SpoolSettings> spool,
        Optional<Path> deviceKeyFile,
        List<NotificationChannel> channels,
        NoticeTargets targets,
        FrostproofServer.FaceFactory face) {
    public ServerSettings {
        channels = List.copyOf(channels);
    }
}
