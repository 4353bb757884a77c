package io.frostproof.server.score;

import io.frostproof.server.plan.PlanRounds;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.DecisionLog.Person;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.DecisionQueries.Summary;
import io.frostproof.store.Move;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Two people, one of them of quality assurance, who approve whatever the server proposes, in whole. For one thread. */
final class Approvers {

    private static final List<Person> PEOPLE = List.of(new Person("one", "operator"), new Person("two", "qa"));
    /** What is approved is a fact that the next plan may propose something on; no more often at one moment. */
    private static final int ROUNDS_MOST = 4;

    private final PlanRounds plans;
    private final DecisionLog log;
    private final DecisionQueries decisions;
    private final Carriers carriers;
    private final TreeMap<String, Integer> approved = new TreeMap<>();
    private final Map<String, Long> discarded = new HashMap<>();
    private int refused;

    Approvers(PlanRounds plans, DecisionLog log, DecisionQueries decisions, Carriers carriers) {
        this.carriers = carriers;
        this.plans = plans;
        this.log = log;
        this.decisions = decisions;
    }

    /**
     * Looks what there is to be decided, and decides it.
     *
     * @throws IllegalStateException if no plan can be made
     */
    void round(Instant now) {
        carriers.deliver(now.toEpochMilli());
        boolean any = true;
        for (int i = 0; any && i < ROUNDS_MOST; i++) {
            plans.look();
            plans.trouble().ifPresent(trouble -> {
                throw new IllegalStateException(trouble);
            });
            any = false;
            for (Summary decision : proposed()) {
                any |= approve(decision, now);
            }
        }
    }

    /** Oldest first. */
    private List<Summary> proposed() {
        var all = new ArrayList<Summary>();
        String next = null;
        do {
            Page<Summary> page = decisions.list("proposed", null, new PageRequest(PageRequest.MOST, next));
            all.addAll(page.items());
            next = page.next();
        } while (next != null);
        Collections.reverse(all);
        return all;
    }

    private boolean approve(Summary decision, Instant now) {
        int persons = decision.needs() == null
                ? 1
                : Math.max(1, decision.needs().persons() - decision.approvals().size());
        List<Person> asked = PEOPLE.subList(PEOPLE.size() - Math.min(PEOPLE.size(), persons), PEOPLE.size());
        for (Person person : asked) {
            Move move = log.approve(decision.id(), person, "as proposed", null, now);
            if (!(move instanceof Move.Made)) {
                // Withdrawn or grown meanwhile, or goods that are decided about otherwise: the next plan says what is
                // left of it.
                refused++;
                return false;
            }
        }
        approved.merge(decision.disposition(), 1, Integer::sum);
        if (decision.disposition().equals("discard")) {
            decisions
                    .find(decision.id())
                    .ifPresent(detail -> detail.items()
                            .forEach(item -> discarded.putIfAbsent(item.handlingUnit(), now.toEpochMilli())));
        }
        String to = decision.toNode();
        Instant arrives = decision.arrivesAt();
        if (to != null && arrives != null) {
            send(decision, to, arrives);
        }
        return true;
    }

    private void send(Summary decision, String to, Instant arrives) {
        decisions
                .find(decision.id())
                .ifPresent(detail -> carriers.take(
                        detail.items().stream()
                                .map(DecisionQueries.Item::handlingUnit)
                                .toList(),
                        to,
                        arrives.toEpochMilli()));
    }

    /** When it was decided that a handling unit is to be discarded; null: it was not. */
    @Nullable
    Long discardedMillis(String handlingUnit) {
        return discarded.get(handlingUnit);
    }

    /** Decisions that were approved, by disposition. */
    Map<String, Integer> approved() {
        return new TreeMap<>(approved);
    }

    /** Approvals that the server did not take. */
    int refused() {
        return refused;
    }
}
