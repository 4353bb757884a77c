package io.frostproof.alerts.notify;

import io.frostproof.alerts.condition.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that people on duty are told: what, where, since when, how bad, which stock, and what to do. It holds facts
 * as known at {@code decidedAt}; every channel renders the same notice.
 *
 * @param key the same for every attempt to hand this notice over, different for every other notice
 * @param ruleVersion id of the version of rules that was broken; null when none is on record
 * @param valueUnit UCUM symbol of {@code threshold} and {@code worstValue}, such as {@code °C}
 * @param timeZone of the node, for times that people read
 * @param startedAt event time at which the breach began
 * @param endedAt event time at which it ended; null while it lasts
 * @param late whether it was already over when the server learnt of it
 */
public record Notice(
        String key,
        Kind kind,
        UUID incidentId,
        @Nullable UUID decisionId,
        String regionName,
        String nodeName,
        String unitId,
        String unitName,
        ZoneId timeZone,
        String slot,
        Level level,
        String rule,
        @Nullable Long ruleVersion,
        double threshold,
        double worstValue,
        String valueUnit,
        Instant startedAt,
        @Nullable Instant endedAt,
        Instant decidedAt,
        boolean late,
        List<Stock> stock) {

    public Notice {
        stock = List.copyOf(stock);
    }

    /** Why people are told. */
    public enum Kind {
        INCIDENT_OPENED("incident_opened"),
        INCIDENT_WORSENED("incident_worsened"),
        INCIDENT_RECOVERED("incident_recovered"),
        DECISION_PROPOSED("decision_proposed");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The word in payloads, SQL and the API. */
        public String id() {
            return id;
        }
    }

    /** A handling unit that was inside during the breach. */
    public record Stock(String handlingUnit, String lot, String product, BigDecimal quantity, String quantityUnit) {}
}
