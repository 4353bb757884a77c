package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.mqtt.MqttSettings;
import io.frostproof.server.action.ActionSettings;
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
 * @param actions how decisions are carried out; its ways are closed with the server
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
        ActionSettings actions,
        FrostproofServer.FaceFactory face) {
    public ServerSettings {
        channels = List.copyOf(channels);
    }

    /** Of a server that carries decisions out by its own log of EPCIS events alone. */
    public ServerSettings(
            LaneConfig lanes,
            PlausibleTimes times,
            Optional<MqttSettings> mqtt,
            Optional<SpoolSettings> spool,
            Optional<Path> deviceKeyFile,
            List<NotificationChannel> channels,
            NoticeTargets targets,
            FrostproofServer.FaceFactory face) {
        this(lanes, times, mqtt, spool, deviceKeyFile, channels, targets, ActionSettings.OWN, face);
    }
}
