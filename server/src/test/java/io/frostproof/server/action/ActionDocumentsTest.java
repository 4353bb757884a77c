package io.frostproof.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostproof.alerts.action.ActionDraft;
import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.action.Actions;
import io.frostproof.alerts.action.DecisionFacts;
import io.frostproof.alerts.action.DecisionFacts.Change;
import io.frostproof.alerts.action.DecisionFacts.Device;
import io.frostproof.alerts.action.DecisionFacts.Goods;
import io.frostproof.alerts.action.DecisionFacts.Lane;
import io.frostproof.alerts.action.DecisionFacts.Place;
import io.frostproof.alerts.action.DecisionFacts.Running;
import io.frostproof.alerts.action.DecisionFacts.ToldEvent;
import io.frostproof.alerts.action.DecisionFacts.Value;
import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.action.Targets.Receiver;
import io.frostproof.alerts.action.Targets.Signal;
import io.frostproof.alerts.action.Targets.Task;
import io.frostproof.alerts.plan.Action;
import io.frostproof.server.epcis.DocumentReader;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of each disposition, word by word: {@code -Dwrite.golden=true} writes the files anew, for a look at what has changed. */
class ActionDocumentsTest {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final UUID DECISION = UUID.fromString("00000000-0000-0000-0000-0000000000d1");
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final Place DOCK = new Place("riga-dock", "Riga Dock", "urn:epc:id:sgln:4012345.00001.0");
    private static final Place STORE = new Place("tallinn", "Tallinn Store", "urn:frostproof:node:tallinn");
    private static final Place FRIDGE = new Place("riga-fridge-3", "Fridge 3", "urn:frostproof:unit:riga-fridge-3");
    private static final Place LOCKER = new Place("riga-locker-1", "Locker 1", "urn:frostproof:unit:riga-locker-1");

    private static final Targets TARGETS = new Targets(
            List.of(
                    new Receiver(ActionKind.WEBHOOK, "wms", Targets.ALL),
                    new Receiver(ActionKind.EPCIS, Targets.OWN_LOG, Targets.ALL),
                    new Receiver(ActionKind.EMAIL, "shift", Targets.ALL)),
            List.of(new Signal(Task.LOCK, Set.of(Action.QUARANTINE), Duration.ofHours(1), Duration.ofMinutes(20))));

    static DecisionFacts decision(Action disposition, Change change, List<ToldEvent> told) {
        boolean goes = disposition == Action.TRANSFER || disposition == Action.REROUTE;
        return new DecisionFacts(
                DECISION,
                change,
                disposition,
                AT,
                "ann",
                "too warm\r\nBcc: everybody",
                "plan-1",
                UUID.fromString("00000000-0000-0000-0000-0000000000a1"),
                null,
                DOCK,
                goes ? STORE : null,
                goes ? new Lane("riga-tallinn", "Baltic Cold") : null,
                goes ? "2-8" : null,
                goes ? AT.plus(Duration.ofHours(1)) : null,
                goes ? AT.plus(Duration.ofHours(5)) : null,
                new Value(new BigDecimal("1200.50"), "EUR"),
                List.of(
                        goods("HU-1", List.of("urn:epc:id:giai:4012345.hu1"), "100", FRIDGE),
                        goods("sscc-106141412345678908", List.of(), "12.5", FRIDGE),
                        goods("lgtin-04012345123456-L77", List.of(), "3", FRIDGE),
                        goods("sgtin-04012345123456-x0123456789ab", List.of(), "1", LOCKER)),
                List.of(
                        new Device(
                                "fridge-3-s",
                                FRIDGE.id(),
                                Set.of("lock"),
                                // It was asked before, when the decision is about freeing goods.
                                disposition == (change == Change.REVERTED ? Action.QUARANTINE : Action.RELEASE)
                                        ? List.of(new Running("lock", AT.plus(Duration.ofMinutes(80))))
                                        : List.of()),
                        new Device("old", FRIDGE.id(), Set.of(), List.of(new Running("lock", AT.plusSeconds(1))))),
                told);
    }

    private static Goods goods(String id, List<String> uris, String quantity, @Nullable Place unit) {
        return new Goods(id, uris, "L-77", "measles", "Measles vaccine", new BigDecimal(quantity), "kg", unit);
    }

    @ParameterizedTest
    @EnumSource(value = Action.class, names = "NO_ACTION", mode = EnumSource.Mode.EXCLUDE)
    void isWhatTheFileSays(Action disposition) throws Exception {
        List<ActionDraft> completed = Actions.of(decision(disposition, Change.COMPLETED, List.of()), TARGETS);
        List<ToldEvent> told = completed.stream()
                .filter(draft -> draft.kind() == ActionKind.EPCIS)
                .map(draft -> new ToldEvent(draft.key(), draft.target(), draft.payload()))
                .toList();
        var all = new ArrayList<>(completed);
        all.addAll(Actions.of(decision(disposition, Change.REVERTED, told), TARGETS));
        String actual = JSON.writeValueAsString(
                        all.stream().map(ActionDocumentsTest::line).toList()) + "\n";
        String name = disposition.id() + ".json";
        if (Boolean.getBoolean("write.golden")) {
            Path folder = Files.createDirectories(Path.of("src/test/resources/action"));
            Files.writeString(folder.resolve(name), actual);
            return;
        }
        try (InputStream file =
                Objects.requireNonNull(ActionDocumentsTest.class.getResourceAsStream("/action/" + name))) {
            assertThat(actual).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<Object> line(ActionDraft draft) {
        return List.of(draft.key(), draft.notBefore().toString(), draft.payload());
    }

    @ParameterizedTest
    @EnumSource(value = Action.class, names = "NO_ACTION", mode = EnumSource.Mode.EXCLUDE)
    void everyEventCanBeCaptured(Action disposition) throws Exception {
        List<ActionDraft> drafts =
                new ArrayList<>(Actions.of(decision(disposition, Change.COMPLETED, List.of()), TARGETS));
        drafts.addAll(Actions.destroyed(DECISION, goods("HU-1", List.of(), "1", FRIDGE), AT, TARGETS));
        List<ToldEvent> told = drafts.stream()
                .filter(draft -> draft.kind() == ActionKind.EPCIS)
                .map(draft -> new ToldEvent(draft.key(), draft.target(), draft.payload()))
                .toList();
        drafts.addAll(Actions.of(decision(disposition, Change.REVERTED, told), TARGETS));
        for (ActionDraft draft : drafts) {
            if (draft.kind() == ActionKind.EPCIS) {
                DocumentReader.Read read = DocumentReader.read(JSON.writeValueAsBytes(draft.payload()));
                assertThat(read.ofDocument()).isEmpty();
                assertThat(read.ofEvents()).isEmpty();
                assertThat(read.events()).hasSize(1);
            }
        }
        assertThat(drafts).extracting(ActionDraft::key).doesNotHaveDuplicates();
    }

    @Test
    void namesOfOthersForgeNoLineOfAMail() {
        ActionDraft mail = Actions.of(decision(Action.QUARANTINE, Change.COMPLETED, List.of()), TARGETS).stream()
                .filter(draft -> draft.kind() == ActionKind.EMAIL)
                .findFirst()
                .orElseThrow();
        assertThat(String.valueOf(mail.payload().get("text")).lines()).noneMatch(line -> line.startsWith("Bcc"));
    }
}
