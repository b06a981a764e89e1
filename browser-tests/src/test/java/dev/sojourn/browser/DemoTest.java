package dev.sojourn.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A walk through the demo, with each kind of session. */
@ParameterizedClass
@ValueSource(strings = {"cookie", "memory", "file"})
class DemoTest extends BrowserTest {

    @Parameter
    private String kind;

    private DemoProcess demo;
    private BrowserContext context;
    private Page page;

    @BeforeParameterizedClassInvocation
    void startDemo(String sessions, @TempDir Path data) throws Exception {
        demo = DemoProcess.start(data, sessions);
    }

    @AfterParameterizedClassInvocation
    void stopDemo() {
        demo.close();
    }

    @BeforeEach
    void openBrowser() {
        context = newContext();
        page = context.newPage();
        go("/");
    }

    @AfterEach
    void closeBrowser() {
        context.close();
    }

    @Test
    void signingUpGreetsByName() {
        assertThat(heading()).hasText("You are not logged in");
        link("Sign up").click();
        page.getByLabel("User name").fill("white-queen");
        page.getByLabel("Password").fill("six impossible things");
        page.locator("main").getByRole(AriaRole.BUTTON).click();

        assertThat(heading()).hasText("Logged in as white-queen");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Welcome, white-queen!");
        page.reload();
        assertThat(page.getByRole(AriaRole.STATUS)).hasCount(0);
    }

    @Test
    void aWrongPasswordIsSaidAndTheRightOneLeadsToThePageThatWasAskedFor() {
        go("/profile");
        signIn("not the password at all");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("User name or password is wrong.");
        assertThat(page.getByLabel("User name")).hasValue("alice");

        signIn("wonderland-1865");

        assertThat(page).hasURL(demo.address() + "/profile");
        assertThat(heading()).hasText("Hello, alice");
    }

    @Test
    void theSessionCookieIsOutOfReachOfScriptsAndOtherSites() {
        go("/login");
        signIn("wonderland-1865");
        assertThat(heading()).hasText("Logged in as alice");

        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        Cookie cookie = context.cookies().get(0);
        assertThat(cookie.name).isEqualTo("__Host-sid");
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.secure).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
        assertThat(cookie.path).isEqualTo("/");
    }

    @Test
    void theCartIsKeptWhileSigningIn() {
        addToCart("Assam tea");
        addToCart("Felt hat");
        go("/login");
        signIn("wonderland-1865");
        assertThat(heading()).hasText("Logged in as alice");

        go("/cart");

        assertThat(page.locator(".rows li")).hasCount(2);
        page.getByRole(AriaRole.BUTTON, named("Empty the cart")).click();
        assertThat(page.locator(".rows li")).hasCount(0);
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Your cart is empty now.");
    }

    @Test
    void preferencesDressThePageAtOnce() {
        go("/preferences");
        page.getByLabel("dark").check();
        page.getByLabel("mint").check();
        page.getByLabel("large").check();
        page.getByRole(AriaRole.BUTTON, named("Keep")).click();

        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Your preferences are kept.");
        assertThat(page.locator("html")).hasClass(Pattern.compile("theme-dark background-mint font-large"));
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(22, 39, 31)");
        page.reload();
        assertThat(page.getByLabel("dark")).isChecked();
    }

    @Test
    void backAfterLogoutShowsNothingPrivate() {
        go("/login");
        signIn("wonderland-1865");
        go("/profile");
        assertThat(heading()).hasText("Hello, alice");
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        assertThat(heading()).hasText("You are not logged in");

        page.goBack();

        assertThat(page.getByLabel("Password")).isVisible();
        assertThat(page.content()).doesNotContain("Hello, alice");
    }

    @Test
    void twoTabsShareOneSession() {
        Page other = context.newPage();
        addToCart("Assam tea");
        other.navigate(demo.address() + "/cart");
        assertThat(other.locator(".rows li")).hasCount(1);
        go("/login");
        signIn("wonderland-1865");
        assertThat(heading()).hasText("Logged in as alice");

        other.navigate(demo.address() + "/profile");
        assertThat(other.locator("h1")).hasText("Hello, alice");
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        assertThat(heading()).hasText("You are not logged in");
        other.reload();

        assertThat(other).hasURL(demo.address() + "/login?next=/profile");
    }

    @Test
    void insideShowsWhereTheSessionIs() {
        addToCart("Golden key");
        go("/inside");

        assertThat(page.locator("main")).containsText("__Host-sid");
        assertThat(page.locator("main")).containsText("[key]");
        assertThat(page.locator("footer")).containsText(kind);
        assertThat(page.content()).doesNotContain(context.cookies().get(0).value);
    }

    private void go(String path) {
        page.navigate(demo.address() + path);
    }

    private void signIn(String password) {
        page.getByLabel("User name").fill("alice");
        page.getByLabel("Password").fill(password);
        page.locator("main").getByRole(AriaRole.BUTTON).click();
    }

    private void addToCart(String product) {
        go("/");
        page.getByRole(AriaRole.BUTTON, named("Add " + product + " to the cart"))
                .click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText(product + " is in your cart.");
    }

    private Locator heading() {
        return page.locator("h1");
    }

    private Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
