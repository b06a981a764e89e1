package dev.sojourn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of every page on a phone and on a desktop, in light and dark; no page is wider than its screen. */
class ScreenshotTest extends BrowserTest {

    private DemoProcess demo;

    @BeforeAll
    void startDemo(@TempDir Path data) throws Exception {
        demo = DemoProcess.start(data, "file");
    }

    @AfterAll
    void stopDemo() {
        if (demo != null) {
            demo.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"phone,390,844,LIGHT", "phone,390,844,DARK", "desktop,1280,800,LIGHT", "desktop,1280,800,DARK"})
    void everyPageFitsItsScreen(String device, int width, int height, ColorScheme colours) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours);
        try (BrowserContext context = newContext(options)) {
            Page page = context.newPage();
            String suffix = "-" + device + "-" + colours.name().toLowerCase(java.util.Locale.ROOT);
            pictures(page, suffix, "", List.of("/", "/login", "/register", "/cart", "/recent", "/nothing-here"));

            page.navigate(demo.address() + "/login?next=/product/hat");
            page.getByLabel("User name").fill("alice");
            page.getByLabel("Password").fill("not the password");
            page.locator("main").getByRole(AriaRole.BUTTON).click();
            picture(page, "login-refused" + suffix);
            page.getByLabel("Password").fill("wonderland-1865");
            page.locator("main").getByRole(AriaRole.BUTTON).click();
            picture(page, "product" + suffix);
            page.navigate(demo.address() + "/product/watch");
            for (int i = 0; i < 3; i++) {
                page.navigate(demo.address() + "/");
                page.locator(".shelf button").nth(i).click();
            }
            picture(page, "cart-message" + suffix);
            page.navigate(demo.address() + "/preferences");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep"))
                    .click();
            pictures(
                    page,
                    suffix,
                    "signed-in-",
                    List.of("/", "/cart", "/recent", "/preferences", "/inside", "/profile", "/account"));
        }
    }

    private void pictures(Page page, String suffix, String prefix, List<String> paths) {
        for (String path : paths) {
            page.navigate(demo.address() + path);
            picture(page, prefix + (path.equals("/") ? "home" : path.substring(1)) + suffix);
        }
    }

    private void picture(Page page, String name) {
        assertThat(screenshot(page, name)).isNotEmptyFile();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits the width of the screen", name)
                .isEqualTo(true);
    }
}
