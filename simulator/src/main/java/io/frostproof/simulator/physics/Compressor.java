package io.frostproof.simulator.physics;

/**
 * A compressor with its thermostat. Its capacity falls with the temperature lift, on both sides:
 *
 * <pre>
 * Q = rated * charge(refrigerant) * clamp(1 + evaporating (T_cold - T_cold,rated) - condensing (T_ambient - T_ambient,rated), 0, most)
 * </pre>
 *
 * where T_cold is the air, or the ice in a unit that has ice. It draws Q divided by a fixed part of Carnot's coefficient between evaporator
 * and condenser.
 *
 * @param ratedWatts heat it takes out at the rated temperatures
 * @param ratedColdCelsius of the air or ice that is cooled
 * @param ratedAmbientCelsius of the air around the condenser
 * @param evaporatingPerKelvin change of capacity for each kelvin of T_cold, as a part of the rated one
 * @param condensingPerKelvin loss of capacity for each kelvin of ambient, as a part of the rated one
 * @param mostFraction the motor limits the capacity during a pull-down to this multiple of the rated one
 * @param hysteresisKelvin starts this far above what the thermostat is set to, stops this far below
 * @param thermostatOffsetKelvin what the thermostat is set to, less the unit's set point; not 0 where the thermostat sits in the ice
 * @param minimumOffSeconds pause after every stop, so that the pressures are equal when it starts
 * @param startVoltageFraction least part of the nominal voltage at which it starts
 * @param stallVoltageFraction least part of the nominal voltage at which it goes on running
 * @param carnotFraction what is reached of Carnot's coefficient of performance, motor included
 * @param approachKelvin how far the evaporator is below T_cold, and the condenser above ambient
 */
public record Compressor(
        double ratedWatts,
        double ratedColdCelsius,
        double ratedAmbientCelsius,
        double evaporatingPerKelvin,
        double condensingPerKelvin,
        double mostFraction,
        double hysteresisKelvin,
        double thermostatOffsetKelvin,
        double minimumOffSeconds,
        double startVoltageFraction,
        double stallVoltageFraction,
        double carnotFraction,
        double approachKelvin) {

    public Compressor {
        Check.positive("ratedWatts", ratedWatts);
        Check.between("ratedColdCelsius", ratedColdCelsius, -120, 50);
        Check.between("ratedAmbientCelsius", ratedAmbientCelsius, 0, 60);
        Check.between("evaporatingPerKelvin", evaporatingPerKelvin, 0, 0.1);
        Check.between("condensingPerKelvin", condensingPerKelvin, 0, 0.1);
        Check.between("mostFraction", mostFraction, 1, 5);
        Check.positive("hysteresisKelvin", hysteresisKelvin);
        Check.between("thermostatOffsetKelvin", thermostatOffsetKelvin, -30, 30);
        Check.notNegative("minimumOffSeconds", minimumOffSeconds);
        Check.fraction("startVoltageFraction", startVoltageFraction);
        Check.fraction("stallVoltageFraction", stallVoltageFraction);
        Check.fraction("carnotFraction", carnotFraction);
        Check.positive("approachKelvin", approachKelvin);
    }

    /**
     * What is left of the capacity when only a part of the refrigerant is left. Goswami, Ek, Jotshi, Sherif and Colacino (IECEC 1997)
     * measured 3.5 % less at 90 % of the charge and a serious fall below 80 %; the lines from there down are a guess: nothing but gas reaches
     * the expansion valve once two thirds have gone.
     */
    static double chargeFactor(double refrigerantFraction) {
        double x = refrigerantFraction;
        if (x >= 0.9) {
            return 1 - 0.35 * (1 - x);
        }
        if (x >= 0.8) {
            return 0.965 - 1.15 * (0.9 - x);
        }
        if (x >= 0.3) {
            return 0.85 - 1.7 * (0.8 - x);
        }
        return 0;
    }
}
