package io.frostproof.alerts.notify;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.probe.CameOff;
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
 * @param incidentId null: it is about a decision that comes of no incident; then {@code unitId} and {@code unitName} are those of the node
 * @param ruleVersion id of the version of rules that was broken; null when none is on record
 * @param valueUnit UCUM symbol of {@code threshold} and {@code worstValue}, such as {@code °C}
 * @param timeZone of the node, for times that people read
 * @param startedAt event time at which the breach began
 * @param endedAt event time at which it ended; null while it lasts
 * @param late whether it was already over when the server learnt of it
 * @param group the other incidents that this notice is about; null: none
 * @param cameOff why it is probably the probe that is out of its limits, and not the unit; null: nothing speaks for it
 * @param measured what the worst value is of; null in notices of earlier versions
 * @param quiet whether it is not worth disturbing people: they know already, or it is about a unit that hovers around its limit
 */
public record Notice(
        String key,
        Kind kind,
        @Nullable UUID incidentId,
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
        List<Stock> stock,
        @Nullable Group group,
        @Nullable CameOff cameOff,
        boolean quiet,
        @Nullable Measured measured) {

    /** The slot of records of hand-offs that are overdue. */
    public static final String NO_HAND_OFF = "hand_off_missing";

    public Notice {
        stock = List.copyOf(stock);
    }

    /** About one incident alone. */
    public Notice(
            String key,
            Kind kind,
            @Nullable UUID incidentId,
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
        this(
                key,
                kind,
                incidentId,
                decisionId,
                regionName,
                nodeName,
                unitId,
                unitName,
                timeZone,
                slot,
                level,
                rule,
                ruleVersion,
                threshold,
                worstValue,
                valueUnit,
                startedAt,
                endedAt,
                decidedAt,
                late,
                stock,
                null,
                null,
                false,
                null);
    }

    /** The same for machines alone. */
    public Notice quietly() {
        return with(cameOff, true);
    }

    /** The same, with what speaks for its probe having come off. */
    public Notice withCameOff(@Nullable CameOff because) {
        return with(because, quiet);
    }

    private Notice with(@Nullable CameOff off, boolean forMachines) {
        return new Notice(
                key,
                kind,
                incidentId,
                decisionId,
                regionName,
                nodeName,
                unitId,
                unitName,
                timeZone,
                slot,
                level,
                rule,
                ruleVersion,
                threshold,
                worstValue,
                valueUnit,
                startedAt,
                endedAt,
                decidedAt,
                late,
                stock,
                group,
                off,
                forMachines,
                measured);
    }

    /**
     * What a value is of.
     *
     * @param quantity word of the network file, such as {@code mains}
     * @param measure likewise, such as {@code value} or {@code missing}
     */
    public record Measured(String quantity, String measure) {

        /** How long handling units were somewhere, in minutes. No channel measures it. */
        public static final Measured DWELL = new Measured("dwell", "dwell");
    }

    /** Why people are told. */
    public enum Kind {
        INCIDENT_OPENED("incident_opened"),
        INCIDENT_WORSENED("incident_worsened"),
        /** More units have what the incident is about. */
        INCIDENT_WIDENED("incident_widened"),
        INCIDENT_RECOVERED("incident_recovered"),
        /** What people were told of was nothing, as readings that came later show. */
        INCIDENT_RETRACTED("incident_retracted"),
        /** People wanted to hear nothing of it for a while, which is over, and it lasts. */
        SNOOZE_ENDED("snooze_ended"),
        DECISION_PROPOSED("decision_proposed"),
        /** Nobody has decided for too long. */
        DECISION_ESCALATED("decision_escalated"),
        /** Incidents of a unit that were over when the server learnt of them, and had stock inside. */
        LATE_SUMMARY("late_summary");

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

    /**
     * Incidents that one notice is about.
     *
     * @param cause {@code power} or {@code silence}; null: they are those of one unit
     * @param units how many units have it, listed or not
     * @param nodes at how many nodes
     * @param members incidents, oldest first; of many only the oldest
     */
    public record Group(@Nullable String cause, int units, int nodes, List<Member> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /**
     * One of several incidents.
     *
     * @param decisionId a proposal about its stock that is new
     * @param endedAt event time; null while it lasts
     * @param worstValue null when the notice does not tell it
     * @param valueUnit symbol of its unit
     */
    public record Member(
            UUID incidentId,
            @Nullable UUID decisionId,
            String unitId,
            String unitName,
            String nodeName,
            String slot,
            Level level,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Double worstValue,
            @Nullable String valueUnit) {}
}
