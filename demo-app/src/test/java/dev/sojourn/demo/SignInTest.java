package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.demo.Visitor.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing up, in and out, with each kind of session. */
@ParameterizedClass
@EnumSource
class SignInTest extends DemoOfEachKind {

    private static final String ANONYMOUS = "You are not logged in";

    @Test
    void signingUpGreetsByName() throws Exception {
        Visitor dinah = demo.visitor();
        assertThat(dinah.get("/").body()).contains(ANONYMOUS);

        Answer signedUp = dinah.post("/register", "username", "dinah", "password", "a cat of some patience");

        assertThat(signedUp.status()).isEqualTo(303);
        assertThat(dinah.get("/").body()).contains("Logged in as dinah").doesNotContain(ANONYMOUS);
    }

    @Test
    void signingInAndOutChangesTheGreeting() throws Exception {
        Visitor alice = demo.visitor();

        assertThat(alice.login().status()).isEqualTo(303);
        assertThat(alice.get("/").body()).contains("Logged in as alice");

        assertThat(alice.post("/logout").status()).isEqualTo(303);
        assertThat(alice.get("/").body()).contains(ANONYMOUS);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() throws Exception {
        Visitor visitor = demo.visitor();

        Answer wrongPassword = visitor.login("alice", "looking-glass-1871");
        Answer unknownName = visitor.login("nobody", "looking-glass-1871");

        assertThat(wrongPassword.status()).isEqualTo(422);
        assertThat(unknownName.status()).isEqualTo(422);
        assertThat(unknownName.body().replace("\"nobody\"", "\"alice\"")).isEqualTo(wrongPassword.body());
        assertThat(visitor.get("/").body()).contains(ANONYMOUS);
    }

    @Test
    void aTakenNameIsRefused() throws Exception {
        Visitor visitor = demo.visitor();

        Answer refused = visitor.post("/register", "username", "alice", "password", "another alice altogether");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("This name is taken.");
        assertThat(visitor.isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "fourteen chars"})
    void aShortPasswordIsRefusedWithTheReason(String password) throws Exception {
        Answer refused = demo.visitor().post("/register", "username", "shorty", "password", password);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("role=\"alert\"").contains("15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<script>", "two words", "new\nline", "12345678901234567890123456789012345678901"})
    void anOddUserNameIsRefused(String name) throws Exception {
        Answer refused = demo.visitor().post("/register", "username", name, "password", "long enough for anybody");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("A user name has 1 to 40").doesNotContain("<script>");
    }

    @Test
    void apiMeSpeaksJsonAndAnswers401ToAnybodyElse() throws Exception {
        Visitor alice = demo.visitor();
        assertThat(alice.get("/api/me").status()).isEqualTo(401);

        alice.login();

        assertThat(alice.get("/api/me")).isEqualTo(new Answer(200, "", "{\"name\":\"alice\"}"));
    }

    @Test
    void pagesForThoseSignedInSendOthersToTheLoginPage() throws Exception {
        Visitor visitor = demo.visitor();

        Answer sent = visitor.get("/profile");

        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.location()).endsWith("/login?next=/profile");
        assertThat(visitor.get("/login?next=/profile").body()).contains("name=\"next\" value=\"/profile\"");
        Answer back = visitor.post("/login", "username", "alice", "password", Visitor.PASSWORD, "next", "/profile");
        assertThat(back.location()).isEqualTo("/profile");
        assertThat(visitor.get("/profile").body()).contains("Hello, alice");
    }

    @Test
    void aHostileReturnPathLeadsToTheFrontPage() throws Exception {
        Visitor alice = demo.visitor();
        String[] hostile = {
            "https://evil.example/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "javascript:alert(1)",
            "/a/../..//evil.example",
            "/\tevil",
            "/%0d%0aSet-Cookie:x=y",
            "evil",
            "/logout",
            ""
        };
        for (String next : hostile) {
            assertThat(alice.post("/login", "username", "alice", "password", Visitor.PASSWORD, "next", next)
                            .location())
                    .as("next=%s", next)
                    .isEqualTo("/");
        }
    }

    @Test
    void onlyAPostSignsOut() throws Exception {
        Visitor alice = demo.visitor();
        alice.login();

        assertThat(alice.get("/logout").status()).isIn(404, 405);

        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    void signingOutEverywhereElseEndsTheOthersWhereTheyAreKnown() throws Exception {
        Visitor here = demo.visitor();
        Visitor elsewhere = demo.visitor();
        here.login();
        here.post("/cart", "item", "tea");
        elsewhere.login();

        assertThat(here.post("/logout-others").location()).isEqualTo("/profile");

        boolean known = kind == Kind.memory;
        assertThat(here.get("/profile").body())
                .contains(known ? "Your other sessions have ended." : "Your other sessions go on");
        assertThat(here.cartSize()).isEqualTo(1);
        assertThat(elsewhere.isSignedIn()).isEqualTo(!known);
    }

    @Test
    void signingInGivesANewCookieAndKeepsTheCart() throws Exception {
        Visitor alice = demo.visitor();
        alice.post("/cart", "item", "tea");
        String before = alice.cookie(Visitor.SESSION_COOKIE);

        alice.login();

        assertThat(alice.cookie(Visitor.SESSION_COOKIE)).isNotEmpty().isNotEqualTo(before);
        assertThat(alice.cartSize()).isEqualTo(1);
    }

    @Test
    void aChangedPasswordEndsTheOtherBrowsersSessionButNotThisOne() throws Exception {
        Visitor here = demo.visitor();
        Visitor elsewhere = demo.visitor();
        here.post("/register", "username", "hatter", "password", "it is always six o'clock");
        elsewhere.login("hatter", "it is always six o'clock");
        assertThat(elsewhere.isSignedIn()).isTrue();

        assertThat(here.post("/account", "current", "wrong", "password", "wine, there is none of it")
                        .status())
                .isEqualTo(422);
        assertThat(elsewhere.isSignedIn()).isTrue();
        here.post("/account", "current", "it is always six o'clock", "password", "wine, there is none of it");

        assertThat(here.isSignedIn()).isTrue();
        assertThat(elsewhere.isSignedIn()).isFalse();
        assertThat(elsewhere.login("hatter", "it is always six o'clock").status())
                .isEqualTo(422);
        assertThat(elsewhere.login("hatter", "wine, there is none of it").status())
                .isEqualTo(303);
    }
}
