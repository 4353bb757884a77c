package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes superseded plans that nobody decided by. Kept are: the one that counts; whatever is younger than {@link #READABLE}, since somebody may be reading it; plans by which a decision was proposed that
 * stands or was decided; plans that counted when somebody approved, rejected or reverted something, since that is what the person saw; and of the others the first of each
 * {@link #ONE_OF_EACH}, for {@link #KEPT}.
 */
final class PlanThinning {

    static final Duration READABLE = Duration.ofMinutes(5);
    static final Duration ONE_OF_EACH = Duration.ofMinutes(15);
    static final Duration KEPT = Duration.ofDays(1);

    private PlanThinning() {}

    /** Returns how many rows are gone. */
    static int run(Connection connection, Instant now) throws SQLException {
        Sql.Array some = Sql.texts(Sql.list(
                connection,
                row -> row.getString(1),
                """
                select p.id
                from (select id, number, made_at, lead(made_at) over (order by number) as until,
                             min(number) over (partition by date_bin(?::interval, made_at, timestamptz 'epoch')) as first
                      from plan where thinned_at is null) p
                where p.until is not null and p.made_at < ? and (p.made_at < ? or p.number > p.first)
                  and not exists (select from decision d where d.plan_id = p.id and d.state <> 'withdrawn')
                  and not exists (select from decision d where d.decided_at >= p.made_at and d.decided_at < p.until and d.state <> 'withdrawn')
                  and not exists (select from decision d where d.reverted_at >= p.made_at and d.reverted_at < p.until)
                  and not exists (select from decision_approval a where a.at >= p.made_at and a.at < p.until)
                """,
                ONE_OF_EACH.toString(),
                now.minus(READABLE),
                now.minus(KEPT)));
        int proposals = Sql.update(connection, "delete from plan_proposal where plan_id = any (?::uuid[])", some);
        int orders = Sql.update(connection, "delete from plan_order where plan_id = any (?::uuid[])", some);
        Sql.update(connection, "update plan set thinned_at = ? where id = any (?::uuid[])", now, some);
        int plans = Sql.update(
                connection,
                "delete from plan p where id = any (?::uuid[]) and not exists (select from decision d where d.plan_id = p.id)",
                some);
        return proposals + orders + plans;
    }
}
