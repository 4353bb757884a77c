package io.frostproof.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A room may use the rooms that the design allows it, and nothing else of ours. */
@AnalyzeClasses(
        packages = "io.frostproof",
        importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.of(
            "yaml", List.of(),
            "protocol", List.of(),
            "alerts", List.of(),
            "ingest", List.of("protocol", "alerts"),
            "audit", List.of("alerts"),
            "store", List.of("ingest", "alerts", "audit"),
            "simulator", List.of("protocol", "yaml")));

    @ArchTest
    static void roomsUseOnlyWhatTheDesignAllows(com.tngtech.archunit.core.domain.JavaClasses ours) {
        var rooms = new TreeSet<>(MAY_USE.keySet());
        rooms.add("server");
        MAY_USE.forEach((room, allowed) -> {
            String[] forbidden = rooms.stream()
                    .filter(other -> !other.equals(room) && !allowed.contains(other))
                    .map(ArchitectureTest::packagesOf)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .because(room + " may use " + allowed + " (design, Rooms)")
                    .check(ours);
        });
    }

    @ArchTest
    static final ArchRule theBrainIsPure = noClasses()
            .that()
            .resideInAPackage(packagesOf("alerts"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "java.sql..", "java.net.http..", "org.eclipse.paho..", "org.slf4j..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("alerts knows neither Vert.x, MQTT, SQL nor the clock");

    @ArchTest
    static final ArchRule readingEpcisIsPure = noClasses()
            .that()
            .resideInAPackage("io.frostproof.server.epcis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "java.sql..", "io.frostproof.store..", "org.slf4j..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .because("what a document says and means depends on it and on what is known, not on who reads it");

    @ArchTest
    static final ArchRule onlyStoreSpeaksSql = noClasses()
            .that()
            .resideOutsideOfPackages(packagesOf("store"), "io.frostproof.server.embedded..", "io.frostproof.testing..")
            .should()
            .accessClassesThat()
            .resideInAnyPackage("org.postgresql..", "com.zaxxer..", "org.flywaydb..")
            .orShould()
            .accessClassesThat()
            .haveFullyQualifiedName("java.sql.Connection")
            .because("store is the only room that speaks SQL; embedded only asks a server whether it is ours");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.frostproof.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule mqttIsKeptAtTheEdges = classes()
            .that()
            .resideInAPackage("io.frostproof..")
            .and()
            .resideOutsideOfPackages("io.frostproof.ingest.mqtt..", "io.frostproof.simulator..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.eclipse.paho..");

    private static String packagesOf(String room) {
        return "io.frostproof." + room + "..";
    }
}
