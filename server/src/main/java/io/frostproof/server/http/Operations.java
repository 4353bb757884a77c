package io.frostproof.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Who answers which operation of the contract. Filled while the server is composed, by one thread. */
final class Operations {

    private final Map<String, Action> actions = new LinkedHashMap<>();

    /** An operation and who answers it. */
    record Served(Operation operation, Action action) {}

    /**
     * Says who answers an operation. Everything else about it is in the contract.
     *
     * @throws IllegalStateException if somebody answers it already
     */
    Operations on(String operationId, Action action) {
        if (actions.putIfAbsent(operationId, action) != null) {
            throw new IllegalStateException("operation " + operationId + ": two actions, expected one");
        }
        return this;
    }

    /**
     * The contract's operations with their actions.
     *
     * @throws IllegalStateException if an action has no operation, or an operation no action
     */
    List<Served> of(Contract contract) {
        var served = new ArrayList<Served>();
        var missing = new TreeSet<String>();
        var unknown = new TreeSet<>(actions.keySet());
        for (Operation operation : contract.operations()) {
            Action action = actions.get(operation.id());
            unknown.remove(operation.id());
            if (action == null) {
                missing.add(operation.id());
            } else {
                served.add(new Served(operation, action));
            }
        }
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalStateException("operations of the contract that nobody answers: " + missing
                    + "; actions that are not in the contract: " + unknown);
        }
        return served;
    }
}
