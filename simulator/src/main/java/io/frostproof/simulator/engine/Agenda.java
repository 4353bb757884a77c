package io.frostproof.simulator.engine;

/**
 * When each of a fixed number of actors is due next: a binary heap in which every actor has one place. Of two that are due together the one with
 * the lower number is first, so that the order depends on nothing else. For one thread.
 */
final class Agenda {

    static final long NEVER = Long.MAX_VALUE;

    private final long[] due;
    private final int[] heap;
    private final int[] place;

    Agenda(int actors) {
        if (actors < 1) {
            throw new IllegalArgumentException("actors " + actors + ": expected 1 or more");
        }
        due = new long[actors];
        heap = new int[actors];
        place = new int[actors];
        for (int i = 0; i < actors; i++) {
            due[i] = NEVER;
            heap[i] = i;
            place[i] = i;
        }
    }

    /** Who is due first. */
    int first() {
        return heap[0];
    }

    /** When. */
    long firstDue() {
        return due[heap[0]];
    }

    long due(int actor) {
        return due[actor];
    }

    void set(int actor, long millis) {
        due[actor] = millis;
        up(place[actor]);
        down(place[actor]);
    }

    private boolean before(int a, int b) {
        return due[a] != due[b] ? due[a] < due[b] : a < b;
    }

    private void up(int from) {
        int actor = heap[from];
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            if (!before(actor, heap[parent])) {
                break;
            }
            put(heap[parent], i);
            i = parent;
        }
        put(actor, i);
    }

    private void down(int from) {
        int actor = heap[from];
        int i = from;
        while (true) {
            int child = 2 * i + 1;
            if (child >= heap.length) {
                break;
            }
            if (child + 1 < heap.length && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], actor)) {
                break;
            }
            put(heap[child], i);
            i = child;
        }
        put(actor, i);
    }

    private void put(int actor, int i) {
        heap[i] = actor;
        place[actor] = i;
    }
}
