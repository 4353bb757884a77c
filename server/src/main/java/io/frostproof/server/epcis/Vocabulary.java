package io.frostproof.server.epcis;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of GS1's Core Business Vocabulary 2.0 that events are told with. */
enum Vocabulary {
    BIZ_STEP(
            "bizstep",
            "BizStep",
            "accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning departing"
                    + " destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing"
                    + " picking receiving removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping"
                    + " staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping"),
    DISPOSITION(
            "disp",
            "Disp",
            "active available completeness_inferred completeness_verified conformant container_closed container_open damaged destroyed dispensed"
                    + " disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity"
                    + " needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold"
                    + " returned sellable_accessible sellable_not_accessible stolen unavailable unknown"),
    ERROR_REASON("er", "ER", "did_not_occur incorrect_data"),
    PARTY("sdt", "SDT", "owning_party possessing_party location");

    private final Pattern pattern;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of never changes
    private final Set<String> words;

    Vocabulary(String urn, String word, String words) {
        this.words = Set.of(words.split(" "));
        pattern = Pattern.compile("(?:urn:epcglobal:cbv:" + urn + ":|https?://ref\\.gs1\\.org/cbv/" + word + "-|cbv:"
                + word + "-)([a-z_]+)");
    }

    /** For the test that tries them all. */
    Set<String> words() {
        return words;
    }

    /**
     * The bare word that a text says, or the text itself when it is a URI of another vocabulary; empty when it is neither. Words of earlier versions
     * in the form of a URI are taken as such.
     */
    Optional<String> word(String text) {
        if (words.contains(text)) {
            return Optional.of(text);
        }
        if (text.indexOf(':') < 0) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(text);
        if (matcher.matches()) {
            return Optional.of(words.contains(matcher.group(1)) ? matcher.group(1) : text);
        }
        return Identities.read(text) instanceof Identities.Outcome.Named ? Optional.of(text) : Optional.empty();
    }

    /** In words, what a text has to be. */
    String expected() {
        return switch (this) {
            case BIZ_STEP -> "a bizStep of the CBV, such as shipping, or a URI";
            case DISPOSITION -> "a disposition of the CBV, such as in_transit, or a URI";
            case ERROR_REASON -> "did_not_occur, incorrect_data or a URI";
            case PARTY -> "owning_party, possessing_party, location or a URI";
        };
    }
}
