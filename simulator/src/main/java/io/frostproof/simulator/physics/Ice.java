package io.frostproof.simulator.physics;

/** The ice, or water, of a unit that has a bank of it. For one thread. */
final class Ice {

    private static final double REACHED_PART_OF_LATENT = 1e-7;

    private enum Phase {
        SOLID,
        MELTING,
        LIQUID
    }

    private final IceBank bank;
    private Phase phase = Phase.MELTING;
    private double celsius;
    /** 0 when all is frozen and at the melting point, the latent heat when all is melted. */
    private double joules;

    Ice(IceBank bank) {
        this.bank = bank;
    }

    /** Ice, or water, of one temperature; at the melting point all is frozen. */
    void setTo(double newCelsius) {
        double above = newCelsius - bank.meltingCelsius();
        celsius = newCelsius;
        phase = above > 0 ? Phase.LIQUID : Phase.SOLID;
        joules = above > 0
                ? bank.latentJoules() + above * bank.liquidJoulesPerKelvin()
                : above * bank.solidJoulesPerKelvin();
    }

    /** Frozen at that temperature, or about to melt where it is higher than that. */
    void settle(double newCelsius) {
        setTo(Math.min(newCelsius, bank.meltingCelsius()));
        phase = celsius < bank.meltingCelsius() ? Phase.SOLID : Phase.MELTING;
    }

    /** Packs at the melting point are put in instead of it. */
    void replace(double frozenFraction) {
        joules = (1 - frozenFraction) * bank.latentJoules();
        phase = Phase.MELTING;
        update();
    }

    /** It begins, or ends, to melt or freeze where the heat that flows into it says so. */
    void changePhase(double watts) {
        double reached = reachedJoules();
        switch (phase) {
            case SOLID -> {
                if (watts > 0 && joules >= -reached) {
                    phase = Phase.MELTING;
                }
            }
            case MELTING -> {
                if (watts < 0 && joules <= reached) {
                    phase = Phase.SOLID;
                } else if (watts > 0 && joules >= bank.latentJoules() - reached) {
                    phase = Phase.LIQUID;
                }
            }
            case LIQUID -> {
                if (watts < 0 && joules <= bank.latentJoules() + reached) {
                    phase = Phase.MELTING;
                }
            }
        }
        update();
    }

    void joules(double now) {
        joules = now;
        update();
    }

    private void update() {
        celsius = switch (phase) {
            case SOLID -> bank.meltingCelsius() + joules / bank.solidJoulesPerKelvin();
            case MELTING -> bank.meltingCelsius();
            case LIQUID -> bank.meltingCelsius() + (joules - bank.latentJoules()) / bank.liquidJoulesPerKelvin();
        };
    }

    /** 0 while it keeps its temperature. */
    double joulesPerKelvin() {
        return switch (phase) {
            case SOLID -> bank.solidJoulesPerKelvin();
            case MELTING -> 0;
            case LIQUID -> bank.liquidJoulesPerKelvin();
        };
    }

    /** How far it is, with that much heat in it, to where all is frozen and at the melting point; 0 where that is not next. */
    double toFrozen(double joulesThen) {
        return switch (phase) {
            case SOLID -> -joulesThen;
            case MELTING -> joulesThen;
            case LIQUID -> 0;
        };
    }

    /** Likewise to where all is melted. */
    double toMelted(double joulesThen) {
        return switch (phase) {
            case SOLID -> 0;
            case MELTING -> bank.latentJoules() - joulesThen;
            case LIQUID -> joulesThen - bank.latentJoules();
        };
    }

    /** A distance that counts as none. */
    double reachedJoules() {
        return REACHED_PART_OF_LATENT * bank.latentJoules();
    }

    IceBank bank() {
        return bank;
    }

    double celsius() {
        return celsius;
    }

    double joules() {
        return joules;
    }

    double frozenFraction() {
        return Math.max(0, Math.min(1, 1 - joules / bank.latentJoules()));
    }
}
