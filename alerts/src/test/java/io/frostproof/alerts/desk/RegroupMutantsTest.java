package io.frostproof.alerts.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.Mutant;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link IncidentsAnyOrderTest} notices when late readings leave incidents other than those of the ordered stream. */
class RegroupMutantsTest {

    private static final int SEEDS = 400;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nothing is grouped anew | desk/Desk | new Regroup(transaction, region, now, touched).run(); | touched.incidents();",
                "only what was touched is grouped | desk/Regroup | if (!held.containsKey(neighbour.id())) { | if (held.isEmpty()) {",
                "what has become part of another says so of a part | desk/Regroup | now, `merged`, | now, `split`,",
                "a group ends with its last excursion, not its longest | incident/ExcursionGroups | end = Math.max(end, excursion.overMicros()); | end = excursion.overMicros();",
                "a group does not reach back | incident/ExcursionGroups | return group.getFirst().startedMicros() - REGROUP_MICROS; | return group.getFirst().startedMicros();",
                "an incident is near only once it has begun | incident/Incident | overMicros(recoveredMicros) >= fromMicros | startedMicros >= fromMicros",
                "an incident is near only while it is known to last | incident/Incident | overMicros(recoveredMicros) >= fromMicros | recoveredMicros >= fromMicros",
            })
    void someOrderOfArrivalShowsEachMutant(String name, String file, String text, String replacement) throws Exception {
        String own = text.replace('`', '"');
        ClassLoader mutant = Mutant.of(file, own, replacement.replace('`', '"'));
        assertThat(failing(mutant)).as("a seed that fails when " + name).isNotNegative();
    }

    /** The code as it is passes, or nothing is proven. */
    @ParameterizedTest
    @CsvSource({"desk/Desk", "desk/Regroup", "incident/ExcursionGroups", "incident/Incident"})
    void noOrderOfArrivalFailsForCodeThatIsCompiledAsItIs(String file) throws Exception {
        ClassLoader same = Mutant.of(file, "package io.frostproof", "package io.frostproof");
        assertThat(failing(same)).isNegative();
    }

    /** The first seed of an order of arrival whose incidents are wrong; -1: none. */
    private static long failing(ClassLoader of) throws Exception {
        Class<?> test = of.loadClass(IncidentsAnyOrderTest.class.getName());
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = test.getDeclaredMethod("endInTheSameIncidents", long.class);
        method.setAccessible(true);
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                method.invoke(constructor.newInstance(), seed);
            } catch (InvocationTargetException wrong) {
                return seed;
            }
        }
        return -1;
    }
}
