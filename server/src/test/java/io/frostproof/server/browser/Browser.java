package io.frostproof.server.browser;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.frostproof.testing.Chromium;
import io.frostproof.testing.Service;
import io.frostproof.testing.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one Chromium of this JVM. It ends with the JVM, whose driver process sees its pipe close. For one thread, always the same:
 * Playwright's rule.
 */
public final class Browser {

    private static @Nullable Browser shared;

    private final com.microsoft.playwright.Browser chromium;

    private Browser(com.microsoft.playwright.Browser chromium) {
        this.chromium = chromium;
    }

    /**
     * Starts Chromium, or answers the one that runs.
     *
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has none (see {@link Services#missing})
     */
    public static synchronized Browser shared() {
        Browser running = shared;
        if (running == null) {
            Path program = Chromium.program();
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            var chromium = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program)
                            // Root has no sandbox to give; and /dev/shm is small in containers.
                            .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb")));
            Services.started(Service.CHROMIUM, "Chromium " + chromium.version());
            running = new Browser(chromium);
            shared = running;
        }
        return running;
    }

    /**
     * Opens an empty tab in a session of its own: no cookies, nothing cached.
     *
     * @param name of the picture that is taken at the end, in {@code target/browser}
     */
    public Tab open(String name, Viewport viewport, Theme theme) {
        return new Tab(
                name,
                chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(viewport.width(), viewport.height())
                        .setColorScheme(theme.scheme)
                        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
                        .setLocale("en-GB")
                        .setTimezoneId("Europe/Berlin")
                        .setAcceptDownloads(true)));
    }
}
