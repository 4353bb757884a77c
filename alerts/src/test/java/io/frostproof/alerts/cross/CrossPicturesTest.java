package io.frostproof.alerts.cross;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pictures of docs/conditions.md are what the code does today. Run with {@code -Dfrostproof.pictures=write} to draw them anew. */
class CrossPicturesTest {

    private static final Path FOLDER = Path.of("..", "docs", "pictures", "conditions");

    @Test
    void showWhatTheCodeDoes() throws IOException {
        check("while", generator());
        check("disagreement", probes());
    }

    private static void check(String name, String svg) throws IOException {
        Path file = FOLDER.resolve(name + ".svg");
        if ("write".equals(System.getProperty("frostproof.pictures"))) {
            Files.writeString(file, svg);
        }
        assertThat(Files.readString(file)).as(file.toString()).isEqualTo(svg);
    }

    /** One that starts in time, one that does not and is started by hand, one that is not heard of. */
    private static String generator() {
        var site = new Site(Site.NOT_STARTED);
        long until = 3_600;
        for (long second = 0; second <= until; second += 20) {
            boolean absent = (second >= 400 && second < 900)
                    || (second >= 1_300 && second < 2_000)
                    || (second >= 2_600 && second < 3_300);
            site.read(Site.MAINS, second, absent ? 0 : 1);
            boolean running = (second >= 420 && second < 920) || (second >= 1_760 && second < 2_020);
            if (second < 2_400 || second > 3_340) {
                site.read(Site.GENERATOR, second, running ? 1 : 0);
            }
        }
        Conclusion conclusion = new States(site.watch(), site.told(until))
                .conclude(Long.MIN_VALUE, until * Site.SECOND, until * Site.SECOND);
        return new CrossPicture(
                        "mains absent while the generator rests, for 30 s",
                        site,
                        until,
                        List.of(Site.MAINS, Site.GENERATOR),
                        List.of("mains present", "generator runs"),
                        0,
                        1)
                .svg(conclusion.transitions());
    }

    /** A door that one feels, and one that has begun to drift. */
    private static String probes() {
        var site = new Site(Site.DISAGREE);
        long until = 24 * 3_600;
        for (long second = 0; second <= until; second += 60) {
            double air = 5 + Math.round(5 * Math.sin(second / 900.0)) / 10.0;
            boolean door = second >= 4 * 3_600 && second < 4 * 3_600 + 1_500;
            double off = second < 10 * 3_600 ? 0 : Math.min(2.5, (second - 36_000) / 10_000.0);
            site.read(Site.LEFT, second, air + (door ? 6 : 0));
            site.read(Site.RIGHT, second, air + (second > 19 * 3_600 ? 0 : off));
        }
        return new CrossPicture(
                        "means of 15 min more than 1 K apart, for 1 h",
                        site,
                        until,
                        List.of(Site.LEFT, Site.RIGHT),
                        List.of("one probe", "the other"),
                        4,
                        12)
                .svg(new Means(site.watch(), site.told(until))
                        .conclude(Long.MIN_VALUE)
                        .transitions());
    }
}
