package dev.sojourn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs a browser. Without a Chromium on this machine it is skipped and says so; with
 * {@code -Dsojourn.require.all=true} it fails. One browser serves all tests of a class; each opens its own context, so that
 * no cookie goes from one to the other.
 */
@ExtendWith(NeedsChromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private Playwright playwright;
    private Browser browser;

    @BeforeAll
    void startBrowser() {
        Optional<Path> chromium = Chromium.find();
        assertThat(chromium).as("a Chromium, required by sojourn.require.all").isPresent();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setHeadless(true)
                        .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    void stopBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** A browser profile of its own, without cookies, that takes the demo's self-made certificate. To be closed by the caller. */
    final BrowserContext newContext() {
        return newContext(new Browser.NewContextOptions());
    }

    /** The same with options of the caller's: a phone's screen, dark colours. */
    final BrowserContext newContext(Browser.NewContextOptions options) {
        return browser.newContext(options.setIgnoreHTTPSErrors(true).setLocale("en-GB"));
    }

    /** Keeps a picture of the whole page as {@code target/screenshots/NAME.png}. */
    final Path screenshot(Page page, String name) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return file;
    }
}
