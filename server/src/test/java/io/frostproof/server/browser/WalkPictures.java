package io.frostproof.server.browser;

import com.microsoft.playwright.Page;
import io.frostproof.server.client.ApiClient;
import io.frostproof.server.demo.Demo;
import io.frostproof.server.demo.DemoOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code ./frostproof screenshots walk}: the pictures of docs/walk-through.md, of somebody who decides about stock in the demo. */
public final class WalkPictures {

    private static final Path CHECKOUT = Path.of(System.getProperty("frostproof.checkout", ".."));
    private static final Duration DARK_AFTER = Duration.ofSeconds(75);
    /** Steps that are shown as they are on a phone too. */
    private static final Set<String> ON_A_PHONE = Set.of("part-told");

    private WalkPictures() {}

    public static void main(String[] arguments) {
        int code = 0;
        try {
            run();
        } catch (Exception e) {
            e.printStackTrace();
            code = 1;
        }
        System.exit(code); // Chromium's driver keeps threads
    }

    private static void run() throws Exception {
        Path out = Files.createDirectories(CHECKOUT.resolve("docs/pictures"));
        Path folder = Files.createTempDirectory("frostproof-walk").resolve("demo");
        try (var demo = new Demo(WalkPictures::say)) {
            demo.start(new DemoOptions(folder, true, 0, 0, DARK_AFTER));
            try (var api = ApiClient.signIn(demo.address(), "admin", demo.password());
                    Tab desk = Browser.shared().open("walk", Viewport.LAPTOP, Theme.LIGHT);
                    Tab phone = Browser.shared().open("walk-phone", Viewport.PHONE, Theme.DARK)) {
                for (Tab tab : List.of(desk, phone)) {
                    Face.signIn(tab, demo.address(), "admin", demo.password());
                }
                var walk = new DecisionWalk(desk.page(), demo, api, step -> {
                    take(desk.page(), out.resolve("walk-" + step + ".jpg"));
                    if (ON_A_PHONE.contains(step)) {
                        phone.page().navigate(desk.page().url());
                        phone.page().locator("main h1").first().waitFor();
                        take(phone.page(), out.resolve("walk-" + step + "-phone.jpg"));
                    }
                });
                walk.quarantineTheLocker();
                walk.transferInPart();
            }
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }

    private static void take(Page page, Path file) {
        page.waitForCondition(() -> page.locator(".skeleton").count() == 0);
        page.waitForTimeout(1_000); // charts and live values
        try {
            Screenshots.small(page, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
