package io.frostproof.server.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What axe-core has to say of a page's accessibility. */
public final class Axe {

    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private Axe() {}

    /** Fails if axe finds anything serious or critical on the page as it is now; the message names rule and elements. */
    public static void check(Page page) {
        List<String> found = findings(page);
        if (!found.isEmpty()) {
            throw new AssertionError("axe on " + page.url() + ":\n  " + String.join("\n  ", found));
        }
    }

    /** Serious and critical findings, one a line. */
    static List<String> findings(Page page) {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(Axe::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return rule.getImpact() + " " + rule.getId() + ": " + rule.getHelp()
                + rule.getNodes().stream()
                        .limit(5)
                        .map(node -> "\n    " + node.getHtml() + " ("
                                + node.getFailureSummary().replaceAll("\\s+", " ") + ")")
                        .collect(Collectors.joining());
    }
}
