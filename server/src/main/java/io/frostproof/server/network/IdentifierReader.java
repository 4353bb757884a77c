package io.frostproof.server.network;

import io.frostproof.alerts.network.Identified;
import io.frostproof.server.epcis.Identities;
import io.frostproof.server.epcis.Identity;
import io.frostproof.yaml.Fields;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what others call the things of a network. */
final class IdentifierReader {

    private final Map<Identified.Kind, Ids> ids;
    private final Map<String, Fields> told = new HashMap<>();

    IdentifierReader(Map<Identified.Kind, Ids> ids) {
        this.ids = new EnumMap<>(ids);
    }

    Optional<Identified> read(Fields row) {
        Optional<String> uri = uri(row);
        List<Identified.Kind> kinds =
                ids.keySet().stream().filter(kind -> row.has(kind.id())).toList();
        if (kinds.size() != 1) {
            row.problem(
                    kinds.isEmpty() ? "uri" : kinds.get(1).id(),
                    "exactly one of node, unit, device, product, lot and handling_unit beside uri");
            return row.make(() -> new Identified("", Identified.Kind.UNIT, ""));
        }
        Identified.Kind kind = kinds.getFirst();
        String thing =
                Objects.requireNonNull(ids.get(kind)).reference(row, kind.id()).orElse("");
        return row.make(() -> new Identified(uri.orElse(""), kind, thing));
    }

    private Optional<String> uri(Fields row) {
        String text = row.text("uri", "a URI, such as urn:epc:id:sgln:4012345.00001.0");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Identity identity = Identities.of(text);
            if (identity.kind() == Identity.Kind.OWN) {
                row.problem(
                        "uri",
                        "a URI of somebody else: those that begin with urn:frostproof: are known without being declared");
                return Optional.empty();
            }
            Fields first = told.putIfAbsent(identity.canonical(), row);
            if (first != null) {
                row.problem("uri", "new: line " + first.line("uri") + " has the same identifier");
            }
            return Optional.of(identity.canonical());
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            row.problem("uri", message == null ? "a URI" : message.replaceFirst("^.*: expected ", ""));
            return Optional.empty();
        }
    }
}
