package io.frostproof.server.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One page with everything that goes wrong in it: errors on its console, exceptions nobody caught, requests that fail or are answered
 * 400 and above. Closing it fails the test for each of those that was not expected. Belongs to the thread that opened it.
 */
public final class Tab implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "browser");

    private final String name;
    private final BrowserContext context;
    private final Page page;
    private final List<String> troubles = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();

    Tab(String name, BrowserContext context) {
        this.name = name;
        this.context = context;
        page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                troubles.add("console: " + message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(error -> troubles.add("exception: " + error));
        page.onRequestFailed(request -> {
            // Whoever leaves a page ends its stream of events, which counts as aborted.
            if (!String.valueOf(request.failure()).contains("ERR_ABORTED")) {
                troubles.add("request: " + request.method() + " " + request.url() + ": " + request.failure());
            }
        });
        page.onResponse(this::look);
    }

    private void look(Response response) {
        if (response.status() >= 400) {
            troubles.add("response: " + response.status() + " to "
                    + response.request().method() + " " + response.url());
        }
    }

    public Page page() {
        return page;
    }

    /** Troubles whose line contains a match are part of the test. */
    public Tab expect(String regex) {
        expected.add(Pattern.compile(regex));
        return this;
    }

    /** What went wrong so far and was not expected. */
    public List<String> troubles() {
        return troubles.stream()
                .filter(trouble -> expected.stream()
                        .noneMatch(pattern -> pattern.matcher(trouble).find()))
                .toList();
    }

    /** Takes a picture of the window as it is now. */
    public Path picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file;
    }

    @Override
    public void close() {
        try {
            picture(PICTURES.resolve(name + ".png"));
        } catch (PlaywrightException e) {
            troubles.add("picture: " + e.getMessage());
        }
        context.close();
        List<String> unexpected = troubles();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("page " + name + ":\n  " + String.join("\n  ", unexpected));
        }
    }
}
