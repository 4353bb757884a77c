package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DeviceStatus.Clock;
import io.frostproof.protocol.DeviceStatus.State;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Unit;
import io.frostproof.server.endtoend.ManagedDevice;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at the page of a device, and the device. */
class DevicePageIT {

    private static final Locator.WaitForOptions SOON = new Locator.WaitForOptions().setTimeout(60_000);
    private static final Path PICTURES = Path.of("target", "browser");

    private static DeviceStatus birth(long conn, long config) {
        return DeviceStatus.builder(State.ONLINE, 7, conn)
                .seq(1043L)
                .clock(Clock.SYNCED)
                .kept(12L)
                .oldest(new MessageId(7, 1031))
                .lost(0L)
                .configVersion(config)
                .reportSeconds(300)
                .sampleSeconds(config == 0 ? 300 : 60)
                .nextSeconds(900)
                .model("FP-L2")
                .firmware("1.4.2")
                .batteryPercent(87)
                .rssiDbm(-71)
                .channels(List.of(new ChannelUnit("t1", Unit.CELSIUS)))
                .build();
    }

    @Test
    void whatADeviceSaysAndDoesIsSeenAsItHappens(@TempDir Path folder) throws Exception {
        Browser browser = Browser.shared();
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("device_page");
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.readResource(NetworkFile.MACHINE_TEMPERATURE_SAMPLE));
        }
        try (var broker = MosquittoBroker.start();
                var device = ManagedDevice.connect(broker.uri(), Form.BINARY, 7, 3);
                var server = ServerProcess.start(ServerProcess.config(folder, databases, url, broker.uri(), ""))) {
            String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
            String password = found("with the password (\\S+)", server.output());
            try (Tab tab = browser.open("device-laptop", Viewport.LAPTOP, Theme.LIGHT)) {
                Page page = tab.page();
                Face.signIn(tab, address, "admin", password);
                page.navigate(address + "/devices/" + ManagedDevice.ID);
                page.getByText("It never sent a status").waitFor(SOON);
                page.evaluate("window.neverReloaded = true");
                device.say(birth(3, 0));
                page.getByText("FP-L2").waitFor(SOON);
                page.getByText("The device sends t1 in Cel, the network declares [degF].")
                        .first()
                        .waitFor(SOON);
                page.getByText("12 messages of boot 7 not yet received.").waitFor(SOON);

                asks(page, device);
                configures(page, device);
                Axe.check(page);
                fitsTheWindow(page);
                device.vanish();
                page.getByText("Connection lost").first().waitFor(SOON);
                assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
                whole(page, "device-laptop-light");
            }
            look(browser, address, password, Viewport.LAPTOP, Theme.DARK);
            look(browser, address, password, Viewport.PHONE, Theme.LIGHT);
            look(browser, address, password, Viewport.PHONE, Theme.DARK);
        }
    }

    private static void asks(Page page, ManagedDevice device) throws Exception {
        Face.button(page, "Identify itself").click();
        String id = device.next(DeviceCommand.Identify.class).id();
        page.getByText("Sent, no answer yet").first().waitFor(SOON);
        device.answer(DeviceAnswer.toCommand(id, Result.DONE));
        page.getByText("Done", new Page.GetByTextOptions().setExact(true))
                .first()
                .waitFor(SOON);
        Face.button(page, "Send messages again …").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByLabel("First message").inputValue()).isEqualTo("1031");
        assertThat(dialog.getByLabel("Last message").inputValue()).isEqualTo("1042");
        Axe.check(page);
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Ask for them").setExact(true))
                .click();
        DeviceCommand.Backlog backlog = device.next(DeviceCommand.Backlog.class);
        device.answer(new DeviceAnswer(null, backlog.id(), Result.DONE, null, null, 12L));
        page.getByText("12 messages found").waitFor(SOON);
    }

    private static void configures(Page page, ManagedDevice device) throws Exception {
        change(page, "5");
        device.next(DeviceConfig.class);
        device.answer(new DeviceAnswer(1L, null, Result.REFUSED, "sample_s", "10 or more", null));
        page.getByText("sample_s: expected 10 or more").first().waitFor(SOON);
        change(page, "60");
        long version = device.next(DeviceConfig.class).version();
        device.answer(DeviceAnswer.toConfig(version, Result.DONE));
        device.say(birth(3, version));
        page.getByText("In force").first().waitFor(SOON);
    }

    private static void change(Page page, String seconds) {
        Face.button(page, "Change …").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Measures every (seconds)").fill(seconds);
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Ask for it").setExact(true))
                .click();
        dialog.waitFor(
                new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    }

    private static void look(Browser browser, String address, String password, Viewport viewport, Theme theme)
            throws Exception {
        String name = "device-" + viewport.width() + "-" + theme.word();
        try (Tab tab = browser.open(name, viewport, theme)) {
            Page page = tab.page();
            Face.signIn(tab, address, "admin", password);
            page.navigate(address + "/devices");
            page.getByRole(AriaRole.TABLE).getByText("Connection lost").first().waitFor(SOON);
            Axe.check(page);
            fitsTheWindow(page);
            whole(page, "devices-" + viewport.width() + "-" + theme.word());
            Face.link(page, ManagedDevice.ID).first().click();
            page.getByText("FP-L2").waitFor(SOON);
            page.getByText("Came and went").waitFor(SOON);
            Axe.check(page);
            fitsTheWindow(page);
            whole(page, name);
        }
    }

    private static void whole(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + "-whole.png")));
    }

    private static void fitsTheWindow(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }
}
