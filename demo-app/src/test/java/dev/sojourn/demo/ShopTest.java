package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cart, recent pages and preferences, with each kind of session. */
@ParameterizedClass
@EnumSource
class ShopTest extends DemoOfEachKind {

    private static final String DEFAULT_LOOK = "class=\"theme-auto background-plain font-medium\"";
    private static final Pattern RECENT_PATH = Pattern.compile("href=\"(/product/[a-z]+)\"");

    @Test
    void theCartHoldsWhatWasPutIntoItUntilItIsEmptied() throws Exception {
        Visitor visitor = demo.visitor();

        assertThat(visitor.post("/cart", "item", "tea").location()).endsWith("/cart");
        assertThat(visitor.get("/cart").body()).contains("Assam tea is in your cart.");
        visitor.post("/cart", "item", "tea");
        visitor.post("/cart", "item", "hat");

        assertThat(visitor.cartSize()).isEqualTo(3);
        visitor.post("/cart/empty");
        assertThat(visitor.cartSize()).isZero();
    }

    @Test
    void anItemThatIsNotOnTheShelfIsRefused() throws Exception {
        Visitor visitor = demo.visitor();

        assertThat(visitor.post("/cart", "item", "<script>").status()).isEqualTo(400);
        assertThat(visitor.post("/cart").status()).isEqualTo(400);

        assertThat(visitor.cartSize()).isZero();
    }

    @Test
    void recentListsTheLastPagesNewestFirst() throws Exception {
        Visitor visitor = demo.visitor();
        for (String id : List.of("tea", "cup", "hat", "tea")) {
            visitor.get("/product/" + id);
        }

        List<String> paths = RECENT_PATH
                .matcher(visitor.get("/recent").body())
                .results()
                .map(MatchResult::toString)
                .toList();

        assertThat(paths).hasSize(3);
        assertThat(visitor.get("/recent").body())
                .containsSubsequence("\"/product/tea\"", "\"/product/hat\"", "\"/product/cup\"");
    }

    @Test
    void preferencesDressEveryPage() throws Exception {
        Visitor visitor = demo.visitor();
        assertThat(visitor.get("/").body()).contains(DEFAULT_LOOK);

        visitor.post("/preferences", "theme", "dark", "background", "mint", "font-size", "large");

        assertThat(visitor.get("/").body()).contains("class=\"theme-dark background-mint font-large\"");
        visitor.post("/preferences", "theme", "auto", "background", "plain", "font-size", "medium");
        assertThat(visitor.get("/").body()).contains(DEFAULT_LOOK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "neon", "DARK", "\"dark\"", "<script>", "dark dark", "%64ark", "../dark"})
    void anythingElseInAPreferenceCookieIsTheDefault(String garbage) throws Exception {
        Visitor visitor = demo.visitor();
        for (String name : List.of("theme", "background", "font-size")) {
            visitor.setCookie(name, garbage);
        }

        assertThat(visitor.get("/").status()).isEqualTo(200);
        assertThat(visitor.get("/").body()).contains(DEFAULT_LOOK);
        assertThat(visitor.get("/inside").body()).doesNotContain("<script>");
    }

    @Test
    void anythingElseInThePreferencesFormIsTheDefault() throws Exception {
        Visitor visitor = demo.visitor();

        visitor.post("/preferences", "theme", "neon", "background", "x; Domain=evil", "font-size", "<script>");
        assertThat(visitor.get("/").body()).contains(DEFAULT_LOOK);

        assertThat(visitor.post("/preferences").status()).isEqualTo(303);
        assertThat(visitor.get("/").body()).contains(DEFAULT_LOOK);
    }

    @Test
    void insideShowsBothSidesAndNoWholeToken() throws Exception {
        Visitor alice = demo.visitor();
        alice.login();
        alice.post("/cart", "item", "tea");
        alice.post("/preferences", "theme", "dark", "background", "sky", "font-size", "small");

        String inside = alice.get("/inside").body();

        assertThat(inside)
                .contains(
                        "__Host-sid",
                        "HttpOnly",
                        "SameSite=Lax",
                        "Max-Age",
                        "cart",
                        "[tea]",
                        kind.place().place())
                .doesNotContain(alice.cookie(Visitor.SESSION_COOKIE));
    }

    @Test
    void aPageThatIsNotThereSaysSo() throws Exception {
        assertThat(demo.visitor().get("/rabbit-hole").status()).isEqualTo(404);
        assertThat(demo.visitor().get("/rabbit-hole").body()).contains("There is no page at this address.");
        assertThat(demo.visitor().get("/product/rabbit").status()).isEqualTo(404);
    }
}
