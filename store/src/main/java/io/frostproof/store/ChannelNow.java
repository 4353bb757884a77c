package io.frostproof.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A channel with its newest reading.
 *
 * @param valueUnit UCUM code of the values
 * @param maxHoldS how long a reading stands when no newer one comes, in seconds
 * @param state {@code known} while a reading stands that is trusted, else {@code unknown}
 * @param distrustedSince event time from which nobody trusts its readings; null when they are trusted
 * @param newest null when there is none
 * @param senses what a temperature probe is in: {@code air} or {@code product}
 * @param calibrationDue last day on which its calibration is good; null when nobody has said
 * @param probeLagS time constant with which the probe follows what it is in, in seconds, as the last import said
 */
public record ChannelNow(
        String device,
        String channel,
        String quantity,
        String valueUnit,
        double maxHoldS,
        String state,
        @Nullable Instant distrustedSince,
        @Nullable Newest newest,
        String senses,
        @Nullable LocalDate calibrationDue,
        double probeLagS) {

    /** The newest reading of a channel. */
    public record Newest(Instant time, Instant receivedAt, double value, String quality) {}

    /** Columns of a channel {@code c} and its newest reading {@code r}, as {@link #read} wants them. */
    static final String COLUMNS =
            "c.device_id, c.name as channel_name, c.quantity, c.max_hold_s, c.senses, c.calibration_due, c.probe_lag_s,"
                    + " r.time, r.received_at, r.value, r.quality,"
                    + " (select min(d.from_time) from channel_distrust d where d.channel_id = c.id and d.to_time is null)"
                    + " as distrusted_since";

    /** The newest reading of channel {@code c}, whatever it measured then. */
    static final String NEWEST = """
            left join lateral (select * from reading r where r.channel_id = c.id order by r.time desc limit 1) r on true
            """;

    static ChannelNow read(ResultSet row, Instant now) throws SQLException {
        double maxHoldS = row.getDouble("max_hold_s");
        Instant time = Sql.instantOrNull(row, "time");
        Instant distrusted = Sql.instantOrNull(row, "distrusted_since");
        return new ChannelNow(
                row.getString("device_id"),
                row.getString("channel_name"),
                row.getString("quantity"),
                ConditionJson.quantity(row.getString("quantity"))
                        .canonicalUnit()
                        .ucum(),
                maxHoldS,
                distrusted == null && stands(time, maxHoldS, now) ? "known" : "unknown",
                distrusted,
                time == null
                        ? null
                        : new Newest(
                                time,
                                Sql.instant(row, "received_at"),
                                row.getDouble("value"),
                                QualityWords.of(row.getShort("quality"))),
                row.getString("senses"),
                row.getObject("calibration_due", LocalDate.class),
                row.getDouble("probe_lag_s"));
    }

    /** Whether a reading of {@code time} is still valid. */
    static boolean stands(@Nullable Instant time, double maxHoldS, Instant now) {
        return time != null && now.isBefore(time.plus(Duration.ofNanos(Math.round(maxHoldS * 1e6) * 1000)));
    }
}
