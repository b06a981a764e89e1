package dev.sojourn.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.sojourn.servers.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo goes from files to Redis, release by release, while browsers stay open. */
class MoveTest extends BrowserTest {

    private static final String IN_FILE = "A file";
    private static final String ON_REDIS = "A hash on Redis";

    @TempDir
    Path data;

    private RedisServer redis;
    private BrowserContext alice;

    @BeforeEach
    void openBrowserAndRedis() throws Exception {
        redis = RedisServer.start();
        alice = newContext();
    }

    @AfterEach
    void closeBoth() {
        alice.close();
        redis.close();
    }

    @Test
    void whoIsSignedInStaysSoWithTheCartThroughTheWholeMove() throws Exception {
        String token;
        try (DemoProcess demo = DemoProcess.start(data, "file")) {
            signIn(demo, alice);
            addToCart(demo, "Assam tea");
            token = cookie(alice).value;
        }
        try (DemoProcess demo = preparing()) {
            assertSignedInWith(demo, 1);
            addToCart(demo, "Felt hat");
            assertOnlyIn(demo, IN_FILE, "preparing");
        }
        try (DemoProcess demo = moving()) {
            assertSignedInWith(demo, 2);
            addToCart(demo, "Golden key");
            assertOnlyIn(demo, ON_REDIS, "moving");
        }
        try (DemoProcess demo = DemoProcess.start(data, redis.uri())) {
            assertSignedInWith(demo, 3);
            addToCart(demo, "Assam tea");
            assertSignedInWith(demo, 4);
        }
        assertThat(cookie(alice).value).as("the cookie was never exchanged").isEqualTo(token);
    }

    @Test
    void aLogoutAmidTheMoveIsFinal() throws Exception {
        Cookie stolen;
        try (BrowserContext other = newContext()) {
            try (DemoProcess demo = DemoProcess.start(data, "file")) {
                signIn(demo, alice);
                signIn(demo, other);
                stolen = cookie(other);
            }
            try (DemoProcess demo = moving()) {
                Page page = open(demo, other, "/profile");
                assertThat(page.locator("h1")).hasText("Hello, alice");
                page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
                assertThat(page.locator("h1")).hasText("You are not logged in");
                assertOpensNothing(demo, stolen);
            }
        }
        try (DemoProcess demo = preparing()) {
            assertOpensNothing(demo, stolen);
        }
        try (DemoProcess demo = moving()) {
            assertOpensNothing(demo, stolen);
            assertSignedInWith(demo, 0);
        }
        try (DemoProcess demo = DemoProcess.start(data, redis.uri())) {
            assertOpensNothing(demo, stolen);
            assertSignedInWith(demo, 0);
        }
    }

    private DemoProcess preparing() throws Exception {
        return DemoProcess.start(data, "file", "--move-to=" + redis.uri(), "--move=preparing");
    }

    private DemoProcess moving() throws Exception {
        return DemoProcess.start(data, "file", "--move-to=" + redis.uri(), "--move=moving");
    }

    private static void signIn(DemoProcess demo, BrowserContext browser) {
        Page page = open(demo, browser, "/login");
        page.getByLabel("User name").fill("alice");
        page.getByLabel("Password").fill("wonderland-1865");
        page.locator("main").getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("h1")).hasText("Logged in as alice");
        page.close();
    }

    private void addToCart(DemoProcess demo, String product) {
        Page page = open(demo, alice, "/");
        page.getByRole(AriaRole.BUTTON, named("Add " + product + " to the cart"))
                .click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText(product + " is in your cart.");
        page.close();
    }

    private void assertSignedInWith(DemoProcess demo, int inCart) {
        Page page = open(demo, alice, "/profile");
        assertThat(page.locator("h1")).hasText("Hello, alice");
        page.navigate(demo.address() + "/cart");
        assertThat(page.locator(".rows li")).hasCount(inCart);
        page.close();
    }

    /** Looks at what the demo shows of its stores, and keeps a picture. */
    private void assertOnlyIn(DemoProcess demo, String place, String phase) {
        Page page = open(demo, alice, "/inside");
        for (String each : List.of(IN_FILE, ON_REDIS)) {
            Locator glance = page.locator("article")
                    .filter(new Locator.FilterOptions().setHas(page.getByRole(AriaRole.HEADING, headed(each))));
            assertThat(glance).hasCount(1);
            assertThat(glance.locator("pre")).hasCount(each.equals(place) ? 1 : 0);
        }
        assertThat(screenshot(page, "inside-while-" + phase)).isNotEmptyFile();
        page.close();
    }

    /** Shows the cookie of somebody who signed out to the demo, as a thief would. */
    private void assertOpensNothing(DemoProcess demo, Cookie cookie) {
        try (BrowserContext thief = newContext()) {
            thief.addCookies(List.of(cookie));
            Page page = open(demo, thief, "/profile");
            assertThat(page).hasURL(demo.address() + "/login?next=/profile");
        }
    }

    private static Page open(DemoProcess demo, BrowserContext browser, String path) {
        Page page = browser.newPage();
        page.navigate(demo.address() + path);
        return page;
    }

    private static Cookie cookie(BrowserContext browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.name.equals("__Host-sid"))
                .findFirst()
                .orElseThrow();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions headed(String heading) {
        return new Page.GetByRoleOptions().setName(heading).setExact(true);
    }
}
