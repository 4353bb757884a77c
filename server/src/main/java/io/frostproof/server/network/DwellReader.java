package io.frostproof.server.network;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.DwellRules.Scope;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how long handling units may be somewhere: the stages of units, and limits by stage. */
final class DwellReader {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A record that may come later than this is not asked for. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(31);

    private final ProfileCatalogue profiles;
    private final Ids products;
    private final Ids units;
    private final Map<String, Stage> stages = new HashMap<>();
    private final Map<String, Duration> handOffRecords = new HashMap<>();
    private final Map<String, Fields> rowOf = new HashMap<>();

    DwellReader(ProfileCatalogue profiles, Ids products, Ids units) {
        this.profiles = profiles;
        this.products = products;
        this.units = units;
    }

    /** The stage of a unit's row, when it says one. */
    void stage(Fields row, String unit, UnitKind kind, boolean kindIsKnown) {
        if (!row.has("stage")) {
            return;
        }
        Stage stage = row.choice("stage", List.of(Stage.values()), Stage::id);
        if (kind == UnitKind.GENERATOR && kindIsKnown) {
            row.problem("stage", "left out: a generator keeps no goods");
        }
        stages.put(unit, stage);
    }

    /** How long after a hand-off a node's row wants its record. */
    void handOffRecord(Fields row, String node) {
        if (row.has("hand_off_record")) {
            handOffRecords.put(node, row.duration("hand_off_record", SHORTEST, LONGEST_WAIT));
        }
    }

    /** What the nodes read so far have said. */
    Map<String, Duration> handOffRecords() {
        return handOffRecords;
    }

    /** What the units read so far have said. */
    Map<String, Stage> stages() {
        return stages;
    }

    Optional<DwellRules> rules(Fields row) {
        Scope scope = Scope.NETWORK;
        String of = DwellRules.EVERYTHING;
        for (Scope candidate : List.of(Scope.PROFILE, Scope.PRODUCT, Scope.UNIT)) {
            if (!row.has(candidate.id())) {
                continue;
            }
            if (scope != Scope.NETWORK) {
                row.problem(
                        candidate.id(), "left out, since " + scope.id() + " is there: limits are of one or the other");
                continue;
            }
            scope = candidate;
            Optional<String> found = switch (candidate) {
                case PROFILE -> profiles.reference(row, "profile");
                case PRODUCT -> products.reference(row, "product");
                case UNIT, NETWORK -> units.reference(row, "unit");
            };
            of = found.orElse("");
        }
        String source = row.optionalText("source").orElse("set in the network file");
        if (!row.mentions("limits")) {
            row.problem("limits", "a list of limits; write [] to end those that were there");
        }
        var read = new ArrayList<DwellLimit>();
        for (Fields limit : row.rows("limits")) {
            limit(limit, read).ifPresent(read::add);
        }
        Scope which = scope;
        String whose = of;
        Optional<DwellRules> rules = row.make(() -> new DwellRules(
                RuleVersion.UNRECORDED, which, whose, RuleVersion.FROM_THE_BEGINNING, List.copyOf(read), source));
        Fields first = rules.isEmpty() ? null : rowOf.putIfAbsent(which.id() + " " + whose, row);
        if (first != null) {
            row.problem(
                    which == Scope.NETWORK ? "limits" : which.id(),
                    "new: the limits at line " + first.line() + " are of "
                            + (which == Scope.NETWORK ? "every product" : "this " + which.id()) + " too");
        }
        return rules;
    }

    private static Optional<DwellLimit> limit(Fields row, List<DwellLimit> before) {
        Stage stage = row.choice("stage", List.of(Stage.values()), Stage::id);
        Level level = row.choice("level", List.of(Level.values()), Level::id);
        Duration length = row.duration("limit", SHORTEST, Fields.LONGEST_DURATION);
        boolean inAll = row.flag("in_all", false);
        Optional<DwellLimit> limit =
                row.make(() -> new DwellLimit(stage, inAll, level, length.compareTo(SHORTEST) < 0 ? SHORTEST : length));
        limit.ifPresent(own -> before.stream()
                .filter(other -> other.slot().equals(own.slot()))
                .forEach(other -> check(row, own, other)));
        return limit;
    }

    private static void check(Fields row, DwellLimit own, DwellLimit other) {
        int graver = own.level().compareTo(other.level());
        if (graver == 0) {
            row.problem("level", "new for this stage: there is a limit at this level already");
        } else if (graver > 0 && own.limit().compareTo(other.limit()) <= 0) {
            row.problem("limit", "more than that of the level below it, which would never be told of");
        } else if (graver < 0 && own.limit().compareTo(other.limit()) >= 0) {
            row.problem("limit", "less than that of the level above it, or it would never be told of");
        }
    }
}
