package io.frostproof.server.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What people do on every page, by roles and names, as a screen reader knows them. */
public final class Face {

    private Face() {}

    /** Opens the start page and signs in there. */
    public static void signIn(Tab tab, String address, String user, String password) {
        // Nobody is signed in yet, which the page learns by asking.
        tab.expect("401 to GET .*/api/v1/(session|overview)|status of 401");
        Page page = tab.page();
        page.navigate(address + "/");
        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill(user);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
        button(page, "Sign in").click();
        page.getByRole(AriaRole.NAVIGATION).first().waitFor();
    }

    public static com.microsoft.playwright.Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    public static com.microsoft.playwright.Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The heading of the page. */
    public static com.microsoft.playwright.Locator title(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(1));
    }
}
