package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.RuleLayers;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import io.frostproof.yaml.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads storage profiles. One that extends others has the conditions and the band of these, less the slots that it drops; a slot that it
 * writes itself takes the place of the inherited one as a whole, and so does a slot of one that is named later.
 */
final class ProfileReader {

    private final ProfileCatalogue catalogue;
    /** The first row of each id. */
    private final Map<String, Fields> rows = new LinkedHashMap<>();

    private final Map<String, Optional<StorageProfile>> done = new HashMap<>();
    /** Those on the way from one profile to what it extends. */
    private final Set<String> onTheWay = new LinkedHashSet<>();

    private ProfileReader(ProfileCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Those that are right, in the order of the file. */
    static List<StorageProfile> read(List<Fields> profileRows, ProfileCatalogue catalogue) {
        var reader = new ProfileReader(catalogue);
        var ids = new ArrayList<String>();
        var nameless = new ArrayList<Fields>();
        for (Fields row : profileRows) {
            String id = row.peek("id").orElse("");
            if (id.isEmpty() || reader.rows.putIfAbsent(id, row) != null) {
                nameless.add(row);
            } else {
                ids.add(id);
            }
        }
        var profiles = new ArrayList<StorageProfile>();
        ids.forEach(id -> reader.profile(id).ifPresent(profiles::add));
        nameless.forEach(row -> reader.read(row).ifPresent(profiles::add));
        return profiles;
    }

    private Optional<StorageProfile> profile(String id) {
        Optional<StorageProfile> known = done.get(id);
        if (known == null) {
            onTheWay.add(id);
            known = read(Objects.requireNonNull(rows.get(id)));
            onTheWay.remove(id);
            done.put(id, known);
        }
        return known;
    }

    private Optional<StorageProfile> read(Fields row) {
        String id = row.identifier("id");
        String name = row.text("name");
        String source = row.text("source");
        Optional<Fields> band = row.section("band");
        Optional<Double> min = band.flatMap(b -> celsius(b, "min"));
        Optional<Double> max = band.flatMap(b -> celsius(b, "max"));
        if (min.isPresent() && max.isPresent() && min.get() >= max.get()) {
            band.get().problem("min", "below max (" + max.get() + " Cel)");
        }
        band.ifPresent(b -> b.make(() -> b));
        boolean inherits = row.has("extends");
        if (!inherits && !row.mentions("conditions")) {
            row.problem("conditions", "a list of conditions; write [] if nothing is to be watched");
        }
        var conditionReader = new ConditionReader();
        List<Condition> own = NetworkReader.each(row.rows("conditions"), conditionReader::read);
        List<StorageProfile> parents = inherits ? parents(row, id) : List.of();
        List<Condition> inherited = inherited(row, inherits, parents, own);
        Optional<StorageProfile> bandOf = row.has("band")
                ? Optional.empty()
                : parents.stream()
                        .filter(parent -> parent.bandMinCelsius() != null || parent.bandMaxCelsius() != null)
                        .reduce((first, later) -> later);
        return row.make(() -> new StorageProfile(
                id,
                name,
                bandOf.map(StorageProfile::bandMinCelsius).or(() -> min).orElse(null),
                bandOf.map(StorageProfile::bandMaxCelsius).or(() -> max).orElse(null),
                RuleLayers.of(List.of(inherited, own)),
                source));
    }

    /** One, or a list of them. */
    private List<StorageProfile> parents(Fields row, String id) {
        List<String> named = row.peek("extends").isPresent()
                ? List.of(row.text("extends", "the id of a profile"))
                : row.texts("extends");
        return named.stream()
                .distinct()
                .flatMap(parent -> parent(row, id, parent).stream())
                .toList();
    }

    private Optional<StorageProfile> parent(Fields row, String id, String parent) {
        if (parent.equals(id) || onTheWay.contains(parent)) {
            String circle =
                    onTheWay.stream().dropWhile(other -> !other.equals(parent)).collect(Collectors.joining(" -> "));
            row.problem(
                    "extends",
                    "a profile that does not extend this one in turn (" + (circle.isEmpty() ? id : circle) + " -> "
                            + parent + ")");
            return Optional.empty();
        }
        if (rows.containsKey(parent)) {
            return profile(parent);
        }
        Optional<StorageProfile> builtin = catalogue.builtin(parent);
        if (builtin.isEmpty() && !parent.isEmpty()) {
            if (row.peek("extends").isPresent()) {
                catalogue.unknown(row, "extends", parent);
            } else {
                catalogue.unknownAmong(row, "extends", parent);
            }
        }
        return builtin;
    }

    private static List<Condition> inherited(
            Fields row, boolean inherits, List<StorageProfile> parents, List<Condition> own) {
        List<String> dropped = row.texts("drop");
        if (!dropped.isEmpty() && !inherits) {
            row.problem("drop", "left out: without extends nothing is inherited");
        }
        if (parents.isEmpty()) {
            return List.of();
        }
        List<Condition> all =
                RuleLayers.of(parents.stream().map(StorageProfile::conditions).toList());
        Set<String> slots = all.stream().map(Condition::slot).collect(Collectors.toCollection(TreeSet::new));
        Set<String> written = own.stream().map(Condition::slot).collect(Collectors.toSet());
        for (String slot : dropped) {
            if (!slots.contains(slot)) {
                row.problem(
                        "drop",
                        "a list of slots of "
                                + parents.stream().map(StorageProfile::id).collect(Collectors.joining(" and ")) + ": '"
                                + slot + "' is none of "
                                + String.join(", ", slots) + Suggestion.of(slot, slots));
            } else if (written.contains(slot)) {
                row.problem("drop", "a list without '" + slot + "': it is written here and takes its place anyway");
            }
        }
        return all.stream()
                .filter(condition -> !dropped.contains(condition.slot()))
                .toList();
    }

    private static Optional<Double> celsius(Fields band, String key) {
        Optional<Double> value = band.optionalNumber(key);
        if (value.isPresent() && !Quantity.TEMPERATURE.plausible(value.get())) {
            band.problem(key, Values.range(Quantity.TEMPERATURE));
            return Optional.empty();
        }
        return value;
    }
}
