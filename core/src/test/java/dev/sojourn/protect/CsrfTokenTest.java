package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.RequestHead;
import dev.sojourn.session.Channel;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CsrfTokenTest {

    private static final RequestHead PLAIN = Request.of("POST").head();

    private final SessionManager sessions =
            SessionManager.in(MemoryStore.create()).build();
    private @Nullable String cookie;

    @AfterEach
    void close() {
        sessions.close();
    }

    private Session open() {
        return sessions.open(Request.of("POST").with("Cookie", cookie).head(), Channel.SECURE);
    }

    private void end(Session session) {
        session.commitWithHead().ifPresent(set -> cookie = set.name() + "=" + set.value());
        session.finish();
    }

    /** A request that renders a form. */
    private String form() {
        Session session = open();
        String token = CsrfToken.issue(session);
        end(session);
        return token;
    }

    private boolean accepted(String token) {
        Session session = open();
        boolean accepted = CsrfToken.check(session, PLAIN, token);
        end(session);
        return accepted;
    }

    @Test
    void everyRenderingDiffersAndAllAreValid() {
        String first = form();
        String second = form();
        assertThat(first).isNotEqualTo(second).hasSize(86);
        assertThat(accepted(first)).isTrue();
        assertThat(accepted(second)).isTrue();
    }

    @Test
    void aTokenOfAnotherBrowserIsRefused() {
        String foreign = form();
        cookie = null;
        assertThat(accepted(foreign)).isFalse();
        String own = form();
        assertThat(accepted(foreign)).isFalse();
        assertThat(accepted(own)).isTrue();
    }

    @Test
    void aTokenOutlivesARenewalOfTheSession() {
        String token = form();
        String before = cookie;
        Session session = open();
        session.renew();
        end(session);
        assertThat(cookie).isNotEqualTo(before);
        assertThat(accepted(token)).isTrue();
    }

    @Test
    void aTokenDiesWithSignInAndWithSignOut() {
        String beforeLogin = form();
        Session login = open();
        login.restart("alice", Set.of());
        end(login);
        assertThat(accepted(beforeLogin)).isFalse();
        String whileIn = form();
        assertThat(accepted(whileIn)).isTrue();
        Session logout = open();
        logout.destroy();
        assertThat(CsrfToken.check(logout, PLAIN, whileIn)).isFalse();
        end(logout);
        assertThat(accepted(whileIn)).isFalse();
    }

    @Test
    void tabsThatRenderTheirFirstFormAtTheSameTimeBothHoldValidTokens() {
        Session start = open();
        start.put("visited", true);
        end(start);
        for (int round = 0; round < 50; round++) {
            Session reset = open();
            reset.restart("alice", Set.of());
            end(reset);
            Session one = open();
            Session other = open();
            // Both read the session before either has a secret.
            assertThat(one.names()).isEqualTo(other.names());
            String tokenOfOne = CsrfToken.issue(one);
            String tokenOfOther = CsrfToken.issue(other);
            end(other);
            end(one);
            assertThat(accepted(tokenOfOne)).isTrue();
            assertThat(accepted(tokenOfOther)).isTrue();
        }
    }

    @Test
    void headerAndFieldAreLookedAtAndNothingElse() {
        String token = form();
        Session session = open();
        RequestHead inHeader = Request.of("POST").with("X-CSRF-Token", token).head();
        assertThat(CsrfToken.check(session, inHeader, null)).isTrue();
        assertThat(CsrfToken.check(session, inHeader, CsrfToken.issue(session))).isTrue();
        assertThat(CsrfToken.check(session, inHeader, "")).isFalse();
        RequestHead twice = Request.of("POST")
                .with("X-CSRF-Token", token)
                .with("X-CSRF-Token", token)
                .head();
        assertThat(CsrfToken.check(session, twice, token)).isFalse();
        RequestHead elsewhere = Request.of("POST")
                .at("/?_csrf=" + token)
                .with("Cookie", "_csrf=" + token + "; X-CSRF-Token=" + token)
                .head();
        assertThat(CsrfToken.check(session, elsewhere, null)).isFalse();
        end(session);
    }

    @Test
    void applicationsCannotReachTheSecret() {
        form();
        Session session = open();
        assertThat(session.names()).isEmpty();
        assertThat(session.get("csrf", byte[].class)).isNull();
        assertThat(session.get("$csrf", byte[].class)).isNull();
        end(session);
    }
}
