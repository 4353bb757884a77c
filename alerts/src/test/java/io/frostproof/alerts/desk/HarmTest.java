package io.frostproof.alerts.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which excursions of a temperature stock lived through. */
class HarmTest {

    private static boolean harms(Measure measure, Operator operator) {
        var rule = new Condition(
                "slot",
                Level.WARNING,
                Quantity.TEMPERATURE,
                measure,
                operator,
                measure instanceof Measure.Missing ? 0 : 8,
                Duration.ofMinutes(10),
                0,
                null,
                Schedule.ALWAYS);
        var desk = new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(rule), "invented"));
        return Harm.by(desk, new Excursion(1, "u1", "slot", Level.WARNING, 1_000, 2_000, null, null, 0, null, 9));
    }

    @Test
    void whatTheAirOrTheProductDidHarms() {
        assertThat(harms(Measure.VALUE, Operator.ABOVE)).isTrue();
        assertThat(harms(new Measure.Product(), Operator.BELOW)).isTrue();
    }

    @Test
    void whatIsNotKnownDoesNot() {
        assertThat(harms(new Measure.Missing(), Operator.ABOVE)).isFalse();
        assertThat(harms(new Measure.Spread(Duration.ofHours(1)), Operator.BELOW))
                .isFalse();
        assertThat(harms(new Measure.Spread(Duration.ofMinutes(10)), Operator.ABOVE))
                .isFalse();
    }
}
