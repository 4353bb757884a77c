package io.frostproof.simulator.people;

/** Where people act. The simulation implements it over its units; each call means now. */
public interface Floor {

    /** 0 closed to 1 open. Called when it changes. */
    void door(String unit, double openFraction);

    /** Something of that heat capacity and temperature has been put into a unit. */
    void putIn(String unit, double joulesPerKelvin, double celsius);

    /** Something of that heat capacity has been taken out, at the temperature that the unit's contents have. */
    void takeOut(String unit, double joulesPerKelvin);

    void stock(StockEvent event);

    /** The true temperature of the contents of a unit, so that what is carried from one to another takes it along. */
    double contentsCelsius(String unit);

    /**
     * A handling unit comes out of its box, and arrives next.
     *
     * @return its temperature after its way
     */
    double unpack(HandlingUnit handlingUnit, double packedCelsius, Load load);

    /**
     * A load that the node does not take, since it is closed or no lane leads to it: it may go to another node, see
     * {@link NodePeople#receive}. Nobody takes it unless this says otherwise; it is then not in the network.
     */
    default void divert(String node, Load load) {}
}
