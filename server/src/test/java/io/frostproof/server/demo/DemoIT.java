package io.frostproof.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embedded database, broker, server and fleet, from nothing to a proposed quarantine that the API hands out. */
class DemoIT {

    @Test
    void proposesAQuarantineForAFailingLockerAndHandsItOut(@TempDir Path folder) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (var demo = new Demo(told::add)) {
            // Port 0: any free one, so that a demo that runs beside the tests does not matter.
            demo.start(new DemoOptions(folder.resolve("demo"), true, 0, 0));

            Map<String, Object> result = Smoke.run(demo, Instant.now(), Duration.ofSeconds(90));

            assertThat(result.keySet())
                    .containsExactly("ready_s", "incident_s", "decision_s", "readings_stored", "ids");
            assertThat((Map<?, ?>) result.get("ids"))
                    .extracting(ids -> ids.get("reading"))
                    .asString()
                    .startsWith(Story.FIRST_UNIT + "-s/t1@");
            assertThat(result.get("readings_stored"))
                    .isInstanceOfSatisfying(
                            Long.class, stored -> assertThat(stored).isPositive());
            // The API knows a decision before those who are told of it.
            awaitTold(told, "PROPOSAL");
        }
        assertThat(told)
                .anyMatch(line -> line.contains("INCIDENT") && line.contains("Locker 2, Harbour Cold Store"))
                .anyMatch(line -> line.contains("PROPOSAL"));
    }

    private static void awaitTold(List<String> told, String word) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (told.stream().noneMatch(line -> line.contains(word))) {
            assertThat(Instant.now())
                    .as("%s is not told within 30 s, only %s", word, told)
                    .isBefore(deadline);
            Thread.sleep(100);
        }
    }
}
