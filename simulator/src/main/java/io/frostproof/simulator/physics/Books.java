package io.frostproof.simulator.physics;

/** Where heat went so far, in joules; all but cooling counts inwards. For one thread. */
final class Books {

    double leak;
    double door;
    double load;
    double defrost;
    double internal;
    double cooling;

    EnergyLedger ledger(double storedChange) {
        return new EnergyLedger(leak, door, load, defrost, internal, cooling, storedChange);
    }
}
