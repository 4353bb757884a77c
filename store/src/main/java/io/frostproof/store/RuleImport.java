package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.RuleVersion.Scope;
import io.frostproof.alerts.network.SharedRules;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.network.UnitVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a network on their way onto the record. What is there and says the same from the import on gets no new version. A profile or a unit
 * that is new is watched from the beginning, whatever comes from before; so are a kind of which there was no unit and a product that no unit kept. All else holds from the
 * instant of {@link #effectiveMicros}. For one transaction; made before units are written, run after.
 */
final class RuleImport {

    private final Connection connection;
    private final Network network;
    private final NetworkImporter.Manner manner;
    private final Instant now;
    private final RuleRows before;
    private final Map<String, List<UnitVersion>> unitsBefore = new HashMap<>();
    private final Set<UnitKind> kindsBefore = EnumSet.noneOf(UnitKind.class);
    private final Set<String> keptBefore = new HashSet<>();
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<String> changedKinds = new ArrayList<>();
    private final List<String> changedProfiles = new ArrayList<>();
    private final List<String> changedProducts = new ArrayList<>();
    private final List<String> changedUnits = new ArrayList<>();

    RuleImport(Connection connection, Network network, NetworkImporter.Manner manner, Instant now) throws SQLException {
        this.connection = connection;
        this.network = network;
        this.manner = manner;
        this.now = now;
        before = RuleRows.read(connection);
        before.units(connection, unit -> {
            unitsBefore.put(unit.id(), unit.versions());
            unit.versions().forEach(version -> {
                kindsBefore.add(version.kind());
                keptBefore.addAll(version.keeps());
            });
        });
    }

    /**
     * What became of it.
     *
     * @param from from when on the changed rules hold; null: nothing changed, or from the beginning
     */
    record Changes(int things, @Nullable Instant from) {}

    Changes run() throws SQLException {
        long from = effectiveMicros();
        for (SharedRules of : network.rules()) {
            shared(of, from);
        }
        for (StorageProfile profile : network.profiles()) {
            profile(profile, from);
        }
        for (Unit unit : network.units()) {
            unit(unit, from);
        }
        Sql.batch(connection, """
                insert into rule_version (scope, ref, effective_from, conditions, source, kind, profile_id, product_lag_s, keeps,
                                          recorded_at, recorded_by)
                values (?, ?, ?::timestamptz, ?, ?, ?::text, ?::text, ?::double precision, ?, ?, ?)
                """, rows);
        int things = changedKinds.size() + changedProfiles.size() + changedProducts.size() + changedUnits.size();
        if (things > 0) {
            evaluateAgain(from);
        }
        return new Changes(things, things == 0 ? null : instant(from));
    }

    /** Not before now, so that what people were told of stays true, unless they ask for it. */
    long effectiveMicros() {
        Instant named = network.effectiveFrom();
        if (manner.rewriteHistory()) {
            return named == null ? RuleVersion.FROM_THE_BEGINNING : Sql.micros(named);
        }
        return Sql.micros(named == null || named.isBefore(now) ? now : named);
    }

    /** As rows have it: null is from the beginning. */
    static @Nullable Instant instant(long fromMicros) {
        return fromMicros == RuleVersion.FROM_THE_BEGINNING ? null : Sql.instant(fromMicros);
    }

    private void shared(SharedRules of, long from) {
        UnitKind kind = of.scope() == Scope.KIND ? UnitKind.find(of.of()) : null;
        List<RuleVersion> recorded = kind == null ? before.recordedOfProduct(of.of()) : before.recorded(kind);
        if (recorded.isEmpty() ? of.conditions().isEmpty() : sayTheSame(recorded, of.conditions(), from)) {
            return;
        }
        boolean isNew =
                recorded.isEmpty() && !(kind == null ? keptBefore.contains(of.of()) : kindsBefore.contains(kind));
        add(of.scope(), of.of(), isNew ? null : from, ConditionJson.write(of.conditions()), of.source(), null);
        if (!isNew) {
            (kind == null ? changedProducts : changedKinds).add(of.of());
        }
    }

    private void profile(StorageProfile profile, long from) {
        List<RuleVersion> recorded = before.recorded(profile.id());
        if (!recorded.isEmpty() && sayTheSame(recorded, profile.conditions(), from)) {
            return;
        }
        add(
                Scope.PROFILE,
                profile.id(),
                recorded.isEmpty() ? null : from,
                ConditionJson.write(profile.conditions()),
                profile.source(),
                null);
        if (!recorded.isEmpty()) {
            changedProfiles.add(profile.id());
        }
    }

    private void unit(Unit unit, long from) {
        var wanted = new UnitVersion(
                new RuleVersion(
                        RuleVersion.UNRECORDED,
                        Scope.UNIT,
                        unit.id(),
                        from,
                        unit.conditions(),
                        "set for this unit in the network file"),
                unit.kind(),
                unit.profile(),
                unit.productLag(),
                unit.keeps());
        List<UnitVersion> recorded = unitsBefore.getOrDefault(unit.id(), List.of());
        if (!recorded.isEmpty() && fromOn(recorded, version -> version.own().fromMicros(), from, wanted::saysTheSame)) {
            return;
        }
        add(
                Scope.UNIT,
                unit.id(),
                recorded.isEmpty() ? null : from,
                ConditionJson.write(unit.conditions()),
                wanted.own().source(),
                unit);
        if (!recorded.isEmpty()) {
            changedUnits.add(unit.id());
        }
    }

    private static boolean sayTheSame(List<RuleVersion> recorded, List<Condition> conditions, long from) {
        return fromOn(
                recorded,
                RuleVersion::fromMicros,
                from,
                version -> version.conditions().equals(conditions));
    }

    /** Whether something is true of all that holds from an instant on. */
    static <T> boolean fromOn(List<T> recorded, ToLongFunction<T> fromMicros, long instant, Predicate<T> isSo) {
        List<T> steps = RuleVersion.inForce(recorded, fromMicros);
        boolean begun = false;
        for (int i = 0; i < steps.size(); i++) {
            long to = i + 1 < steps.size() ? fromMicros.applyAsLong(steps.get(i + 1)) : Long.MAX_VALUE;
            begun |= fromMicros.applyAsLong(steps.get(i)) <= instant;
            if (to > instant && !isSo.test(steps.get(i))) {
                return false;
            }
        }
        return begun;
    }

    private void add(
            Scope scope, String of, @Nullable Long from, Sql.Json conditions, String source, @Nullable Unit unit) {
        rows.add(new @Nullable Object[] {
            scope.id(),
            of,
            from == null ? null : instant(from),
            conditions,
            source,
            unit == null ? null : unit.kind().id(),
            unit == null ? null : unit.profile(),
            unit == null ? null : unit.productLag().toMillis() / 1000.0,
            Sql.texts(unit == null ? List.of() : unit.keeps()),
            now,
            manner.by()
        });
    }

    /**
     * What a server has concluded since by the rules before is concluded again: it learns of an import some seconds late, and all since the
     * beginning of rewritten history is its business.
     */
    private void evaluateAgain(long fromMicros) throws SQLException {
        if (fromMicros > Sql.micros(now)) {
            return; // nothing was measured yet
        }
        Instant from = fromMicros == RuleVersion.FROM_THE_BEGINNING ? Instant.EPOCH : Sql.instant(fromMicros);
        Sql.update(
                connection,
                """
                insert into channel_dirty as d (channel_id, from_time, network_version)
                select p.channel_id, min(greatest(p.valid_from, ?)), (select version + 1 from network_version) from placement p
                where (p.valid_to is null or p.valid_to > ?)
                  and p.unit_id in (
                      select v.ref from rule_version v
                      where v.scope = 'unit' and (v.ref = any (?) or v.profile_id = any (?) or v.kind = any (?)
                                                    or v.keeps && ?)
                      union select u.id from unit u where u.profile_id = any (?) or u.kind = any (?))
                  and exists (select from reading r where r.channel_id = p.channel_id)
                group by p.channel_id order by p.channel_id
                on conflict (channel_id) do update
                set from_time = least(d.from_time, excluded.from_time), version = excluded.version,
                    network_version = greatest(d.network_version, excluded.network_version)
                """,
                from,
                from,
                Sql.texts(changedUnits),
                Sql.texts(changedProfiles),
                Sql.texts(changedKinds),
                Sql.texts(changedProducts),
                Sql.texts(changedProfiles),
                Sql.texts(changedKinds));
    }
}
