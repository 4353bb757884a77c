package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTextTest {
    private static final URI BASE = URI.create("https://frostproof.example/");
    private static final Instant ENDED = Instant.parse("2026-11-21T09:10:00Z");

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsAsTheGoldenFile(String file, Notice notice) {
        NoticeText text = NoticeText.of(notice, BASE);

        assertThat("Subject: " + text.subject() + "\n\n" + text.body()).isEqualTo(golden(file));
    }

    static Stream<Arguments> readsAsTheGoldenFile() {
        return Stream.of(
                Arguments.of("opened.txt", Notices.opened()),
                Arguments.of(
                        "worsened.txt",
                        Notices.notice(
                                Notice.Kind.INCIDENT_WORSENED,
                                "Fridge 3",
                                Level.CRITICAL,
                                14,
                                null,
                                false,
                                Notices.stock(1))),
                Arguments.of(
                        "snooze_ended.txt",
                        Notices.notice(
                                Notice.Kind.SNOOZE_ENDED,
                                "Fridge 3",
                                Level.CRITICAL,
                                14,
                                null,
                                false,
                                Notices.stock(1))),
                Arguments.of(
                        "recovered.txt",
                        Notices.notice(
                                Notice.Kind.INCIDENT_RECOVERED,
                                "Fridge 3",
                                Level.WARNING,
                                9.25,
                                ENDED,
                                false,
                                List.of())),
                Arguments.of(
                        "opened_late.txt",
                        Notices.notice(
                                Notice.Kind.INCIDENT_OPENED,
                                "Fridge 3",
                                Level.WARNING,
                                9.25,
                                ENDED,
                                true,
                                Notices.stock(1))),
                Arguments.of(
                        "proposed.txt",
                        Notices.notice(
                                Notice.Kind.DECISION_PROPOSED,
                                "Fridge 3",
                                Level.CRITICAL,
                                11.304,
                                null,
                                false,
                                Notices.stock(23))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "de-DE", "th-TH-u-ca-buddhist"})
    void readsTheSameInEveryLocale(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));

            assertThat(NoticeText.of(Notices.opened(), BASE).body()).isEqualTo(bodyOf(golden("opened.txt")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fridge\r\nBcc: all@example.org",
                "Fridge\nX",
                "Fridge\u0000",
                "Fridge\u2028X",
                "Fridge\u0085X",
                "Fridge\u202Egnp"
            })
    void letsNoNameBreakTheSubjectOrAddALineToTheBody(String name) {
        Notice notice = Notices.notice(
                Notice.Kind.INCIDENT_OPENED, name, Level.CRITICAL, 11.304, null, false, Notices.stock(2));

        NoticeText text = NoticeText.of(notice, BASE);

        assertThat(text.subject()).doesNotMatch("(?s).*[\\p{Cntrl}\\u2028\\u202E\\u0085].*");
        assertThat(text.body().lines())
                .hasSameSizeAs(
                        NoticeText.of(Notices.opened(), BASE).body().lines().toList());
    }

    @Test
    void cutsALongSubjectWithoutBreakingACharacter() {
        Notice notice = Notices.notice(
                Notice.Kind.INCIDENT_OPENED, "\uD83E\uDDCA".repeat(200), Level.CRITICAL, 11, null, false, List.of());

        String subject = NoticeText.of(notice, null).subject();

        assertThat(subject).hasSizeLessThanOrEqualTo(NoticeText.MAX_SUBJECT).endsWith("\uD83E\uDDCA…");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(subject)).isTrue();
    }

    @Test
    void hasNoLinkWithoutABaseUrl() {
        assertThat(NoticeText.of(Notices.opened(), null).body()).doesNotContain("http", "Link");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void saysUnknownForAWorstValueThatIsNoNumber(double worst) {
        Notice notice =
                Notices.notice(Notice.Kind.INCIDENT_OPENED, "Fridge", Level.WARNING, worst, null, false, List.of());

        assertThat(NoticeText.of(notice, null).body()).contains("Worst:    unknown");
    }

    private static String bodyOf(String golden) {
        return golden.substring(golden.indexOf("\n\n") + 2);
    }

    private static String golden(String file) {
        try (InputStream in = NoticeTextTest.class.getResourceAsStream("/notices/" + file)) {
            return in == null ? "no file " + file : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
