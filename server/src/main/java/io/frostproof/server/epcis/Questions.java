package io.frostproof.server.epcis;

import io.frostproof.server.epcis.EpcisEvent.Amount;
import io.frostproof.server.epcis.EpcisEvent.Sensed;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known to say what events mean.
 *
 * @param names by canonical identifier, the name that goods of it have unless another one is declared; empty for none
 * @param lotNumbers numbers of lots, and ids that these may have
 * @param opened identifiers of containers whose contents are asked for
 */
public record Questions(Map<String, String> names, Set<String> lotNumbers, Set<String> opened) {

    public Questions {
        names = Map.copyOf(names);
        lotNumbers = Set.copyOf(lotNumbers);
        opened = Set.copyOf(opened);
    }

    /** The questions of some events. */
    public static Questions of(Collection<EpcisEvent> events) {
        var names = new HashMap<String, String>();
        var lots = new HashSet<String>();
        var opened = new HashSet<String>();
        for (EpcisEvent event : events) {
            add(event.readPoint(), names);
            add(event.bizLocation(), names);
            add(event.parent(), names);
            event.destinations().forEach(identity -> add(identity, names));
            event.things().forEach(identity -> goods(identity, event, names, lots));
            event.outputs().forEach(identity -> goods(identity, event, names, lots));
            event.amounts().stream().map(Amount::of).forEach(identity -> goods(identity, event, names, lots));
            event.outputAmounts().stream().map(Amount::of).forEach(identity -> goods(identity, event, names, lots));
            event.sensed().stream().map(Sensed::device).forEach(identity -> add(identity, names));
            Identity parent = event.parent();
            if (parent != null
                    && event.action() == Action.DELETE
                    && event.things().isEmpty()) {
                opened.add(parent.canonical());
            }
        }
        return new Questions(names, lots, opened);
    }

    private static void goods(Identity identity, EpcisEvent event, Map<String, String> names, Set<String> lots) {
        add(identity, names);
        String lot = identity.lot() == null ? event.lotNumber() : identity.lot();
        if (lot != null) {
            lots.add(lot);
            if (!identity.number().isEmpty() && identity.kind() != Identity.Kind.SSCC) {
                Identity lgtin = Identities.lgtin(identity.number(), lot);
                add(lgtin, names);
                lots.addAll(Lots.ids(lgtin));
                add(Identities.gtin(identity.number()), names);
            }
        }
    }

    private static void add(@Nullable Identity identity, Map<String, String> names) {
        if (identity != null) {
            names.put(identity.canonical(), Names.of(identity).orElse(""));
        }
    }
}
