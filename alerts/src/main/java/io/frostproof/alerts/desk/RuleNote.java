package io.frostproof.alerts.desk;

import io.frostproof.alerts.network.RuleVersion;
import org.jspecify.annotations.Nullable;

/**
 * What the record of an excursion says of the rule that made it.
 *
 * @param text in words
 * @param version id of the {@link RuleVersion}; {@link RuleVersion#UNRECORDED} when it is not known
 * @param valueUnit UCUM code of the excursion's worst value; null when it is not known
 * @param lowerIsWorse whether its worst value is its lowest
 * @param atDesk whether the desk worked it out of more than the transitions of its channel
 */
public record RuleNote(String text, long version, @Nullable String valueUnit, boolean lowerIsWorse, boolean atDesk) {

    /** Of one channel. */
    public RuleNote(String text, long version, @Nullable String valueUnit, boolean lowerIsWorse) {
        this(text, version, valueUnit, lowerIsWorse, false);
    }

    RuleNote ofDesk() {
        return new RuleNote(text, version, valueUnit, lowerIsWorse, true);
    }

    /** No rule of that time has the slot: the network was changed by hand, say. */
    static final RuleNote UNKNOWN = new RuleNote("rule no longer in force", RuleVersion.UNRECORDED, null, false);
}
