package io.frostproof.server.network;

import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.yaml.Fields;
import io.frostproof.yaml.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The profiles a file may refer to: its own and the built-in ones, which it may not redefine. */
final class ProfileCatalogue {

    private final Map<String, StorageProfile> builtin = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> referred = new LinkedHashSet<>();

    ProfileCatalogue(List<StorageProfile> builtin, List<Fields> rows) {
        builtin.forEach(profile -> this.builtin.put(profile.id(), profile));
        Ids.of("profile", rows);
        for (Fields row : rows) {
            row.peek("id").ifPresent(id -> {
                known.add(id);
                if (this.builtin.containsKey(id)) {
                    row.problem("id", "free: it is a built-in profile; choose another id");
                }
            });
        }
        known.addAll(this.builtin.keySet());
    }

    /** Reads a required field that refers to a profile; empty when it is missing or refers to nothing. */
    Optional<String> reference(Fields from, String key) {
        String id = from.text(key, "the id of a profile");
        if (known.contains(id)) {
            referred.add(id);
            return Optional.of(id);
        }
        if (!id.isEmpty()) {
            unknown(from, key, id);
        }
        return Optional.empty();
    }

    /** Notes that there is no such profile. */
    void unknown(Fields from, String key, String id) {
        String builtinOnes = String.join(", ", builtin.keySet());
        from.problem(
                key,
                "the id of a profile in this file or of a built-in one (" + builtinOnes + ")"
                        + Suggestion.of(id, known));
    }

    /** Notes that there is no such profile, in a list of them. */
    void unknownAmong(Fields from, String key, String id) {
        from.problem(key, "a list of ids of profiles, of which '" + id + "' is none" + Suggestion.of(id, known));
    }

    /** A built-in one, to inherit from; that alone does not make it one of the file. */
    Optional<StorageProfile> builtin(String id) {
        return Optional.ofNullable(builtin.get(id));
    }

    /** The built-in ones that were referred to, then the file's own. */
    List<StorageProfile> used(List<StorageProfile> own) {
        var used = new ArrayList<StorageProfile>();
        builtin.values().stream()
                .filter(profile -> referred.contains(profile.id()))
                .forEach(used::add);
        used.addAll(own);
        return used;
    }
}
