package io.frostproof.alerts.plan.solve;

/** Who has taken what so far, and how full that makes the rows. Not thread-safe. */
final class Filling {

    final int[] choice;
    private final Assignment assignment;
    private final long[] free;

    /** Everybody has the first option. */
    Filling(Assignment assignment) {
        this.assignment = assignment;
        choice = new int[assignment.items()];
        free = assignment.limits.clone();
    }

    /** Whether an item could have that option, what it has now given back. */
    boolean fits(int item, int option) {
        return fitsWithout(item, option, -1);
    }

    /** As {@link #fits}, were another item to give back what it has. */
    boolean fitsWithout(int item, int option, int leaver) {
        int slot = assignment.slot(item, option);
        if (slot == Assignment.NOTHING) {
            return true;
        }
        long weight = assignment.weights[item];
        int own = assignment.slot(item, choice[item]);
        int other = leaver < 0 ? Assignment.NOTHING : assignment.slot(leaver, choice[leaver]);
        for (int row : assignment.rowsOfSlot[slot]) {
            long room = free[row];
            if (fills(own, row)) {
                room += weight;
            }
            if (other != Assignment.NOTHING && fills(other, row)) {
                room += assignment.weights[leaver];
            }
            if (room < weight) {
                return false;
            }
        }
        return true;
    }

    private boolean fills(int slot, int row) {
        if (slot != Assignment.NOTHING) {
            for (int one : assignment.rowsOfSlot[slot]) {
                if (one == row) {
                    return true;
                }
            }
        }
        return false;
    }

    void take(int item, int option) {
        change(assignment.slot(item, choice[item]), assignment.weights[item]);
        choice[item] = option;
        change(assignment.slot(item, option), -assignment.weights[item]);
    }

    void takeAll(int[] options) {
        for (int item = 0; item < options.length; item++) {
            take(item, options[item]);
        }
    }

    private void change(int slot, long room) {
        if (slot != Assignment.NOTHING) {
            for (int row : assignment.rowsOfSlot[slot]) {
                free[row] += room;
            }
        }
    }
}
