package dev.sojourn.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.protect.CsrfToken;
import dev.sojourn.testkit.door.Browser;
import dev.sojourn.testkit.door.RawRequest;
import dev.sojourn.testkit.door.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Code that only knows {@code HttpSession} keeps working. */
abstract class HttpSessionContract {

    private final Container container;

    HttpSessionContract(Container container) {
        this.container = container;
    }

    /** Runs work in one request after the other of one browser; each must succeed. */
    private RawResponse inTurn(Scene.Work... works) throws Exception {
        try (Scene scene = new Scene(container)) {
            Browser browser = scene.browser();
            RawResponse last = null;
            for (Scene.Work work : works) {
                scene.on("/act", work);
                last = browser.get("/act");
                assertThat(last.status())
                        .as(() -> String.valueOf(scene.awaitThrown()))
                        .isEqualTo(200);
                assertThat(last.all("Set-Cookie")).noneMatch(line -> line.contains("JSESSIONID"));
            }
            return java.util.Objects.requireNonNull(last);
        }
    }

    @Test
    void attributesComeBackAsTheirNaturalType() throws Exception {
        UUID uuid = UUID.randomUUID();
        Instant instant = Instant.parse("2026-11-23T10:15:30.123Z");
        inTurn(
                (request, response) -> {
                    HttpSession session = request.getSession();
                    session.setAttribute("text", "n\u00e4h");
                    session.setAttribute("number", 42L);
                    session.setAttribute("money", new BigDecimal("1.10"));
                    session.setAttribute("flag", true);
                    session.setAttribute("instant", instant);
                    session.setAttribute("uuid", uuid);
                    session.setAttribute("list", new ArrayList<>(List.of("a", "b")));
                    session.setAttribute("map", Map.of("k", "v"));
                },
                (request, response) -> {
                    HttpSession session = request.getSession(false);
                    assertThat(session.getAttribute("text")).isEqualTo("n\u00e4h");
                    assertThat(((Number) session.getAttribute("number")).longValue())
                            .isEqualTo(42L);
                    assertThat(session.getAttribute("money")).isEqualTo(new BigDecimal("1.10"));
                    assertThat(session.getAttribute("flag")).isEqualTo(true);
                    assertThat(session.getAttribute("instant")).isEqualTo(instant);
                    assertThat(session.getAttribute("uuid")).isEqualTo(uuid);
                    assertThat(session.getAttribute("list")).isEqualTo(List.of("a", "b"));
                    assertThat(session.getAttribute("map")).isEqualTo(Map.of("k", "v"));
                    assertThat(session.getAttribute("absent")).isNull();
                    assertThat(Collections.list(session.getAttributeNames()))
                            .hasSize(8)
                            .contains("uuid");
                });
    }

    @Test
    @SuppressWarnings("unchecked")
    void anAttributeChangedInPlaceIsKept() throws Exception {
        inTurn(
                (request, response) -> request.getSession().setAttribute("list", new ArrayList<>(List.of("a"))),
                (request, response) -> ((List<String>) request.getSession().getAttribute("list")).add("b"),
                (request, response) ->
                        assertThat(request.getSession().getAttribute("list")).isEqualTo(List.of("a", "b")));
    }

    @Test
    void anUnsupportedTypeIsRefusedByNameAndType() throws Exception {
        inTurn((request, response) -> assertThatThrownBy(
                        () -> request.getSession().setAttribute("thread", new Thread(() -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thread")
                .hasMessageContaining("java.lang.Thread"));
    }

    @Test
    void anAttributeIsRemovedByRemovingItOrBySettingNull() throws Exception {
        inTurn(
                (request, response) -> {
                    request.getSession().setAttribute("a", "1");
                    request.getSession().setAttribute("b", "1");
                },
                (request, response) -> {
                    request.getSession().removeAttribute("a");
                    request.getSession().setAttribute("b", null);
                },
                (request, response) -> assertThat(
                                Collections.list(request.getSession().getAttributeNames()))
                        .isEmpty());
    }

    @Test
    void thereIsNoSessionUntilSomethingIsStored() throws Exception {
        RawResponse response = inTurn((request, answer) -> {
            assertThat(request.getSession(false)).isNull();
            assertThat(request.getRequestedSessionId()).isNull();
            assertThat(request.isRequestedSessionIdValid()).isFalse();
            assertThat(request.getSession().isNew()).isTrue();
            assertThat(request.getSession(true)).isSameAs(request.getSession());
            assertThat(request.getSession(false)).isSameAs(request.getSession());
        });
        assertThat(response.all("Set-Cookie")).isEmpty();
    }

    @Test
    void theIdIsAHandleAndNoCookie() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on("/act", (request, response) -> request.getSession().setAttribute("k", "v"));
            scene.on("/id", (request, response) -> {
                HttpSession session = request.getSession();
                assertThat(request.getRequestedSessionId()).isEqualTo(session.getId());
                assertThat(request.isRequestedSessionIdFromCookie()).isTrue();
                assertThat(request.isRequestedSessionIdFromURL()).isFalse();
                assertThat(response.encodeURL("/x")).isEqualTo("/x");
                assertThat(response.encodeRedirectURL("/x")).isEqualTo("/x");
                response.getWriter().print(session.getId());
            });
            Browser browser = scene.browser();
            browser.get("/act");

            String id = browser.get("/id").text();

            assertThat(id).matches("[0-9a-f]{16}").isEqualTo(browser.get("/id").text());
            assertThat(browser.cookie(Scene.COOKIE)).doesNotContain(id);
        }
    }

    @Test
    void changingTheIdRenewsTheTokenAndKeepsTheAttributes() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on("/act", (request, response) -> request.getSession().setAttribute("k", "v"));
            scene.on("/change", (request, response) -> response.getWriter().print(request.changeSessionId()));
            Browser browser = scene.browser();
            browser.get("/act");
            String before = browser.cookie(Scene.COOKIE);

            String id = browser.get("/change").text();

            assertThat(browser.cookie(Scene.COOKIE)).isNotEqualTo(before);
            assertThat(browser.get("/read").text()).isEqualTo("v");
            scene.on(
                    "/id",
                    (request, response) ->
                            response.getWriter().print(request.getSession().getId()));
            assertThat(browser.get("/id").text()).isEqualTo(id);
        }
    }

    @Test
    void anInvalidatedSessionIsGoneAndAnotherBegins() throws Exception {
        inTurn(
                (request, response) -> request.getSession().setAttribute("old", "1"),
                (request, response) -> {
                    HttpSession old = request.getSession();
                    old.invalidate();
                    assertThatThrownBy(() -> old.getAttribute("old")).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(old::invalidate).isInstanceOf(IllegalStateException.class);
                    assertThat(request.getSession(false)).isNull();
                    assertThat(request.getSession().getAttribute("old")).isNull();
                    request.getSession().setAttribute("new", "2");
                },
                (request, response) -> {
                    assertThat(attributeNames(request)).containsExactly("new");
                    request.getSession().invalidate();
                },
                (request, response) -> assertThat(request.getSession(false)).isNull());
    }

    private static List<String> attributeNames(HttpServletRequest request) {
        return Collections.list(request.getSession().getAttributeNames());
    }

    @Test
    void timesAreToldAndTheIdleTimeoutIsOneForAll() throws Exception {
        inTurn((request, response) -> request.getSession().setAttribute("k", "v"), (request, response) -> {
            HttpSession session = request.getSession();
            assertThat(session.isNew()).isFalse();
            assertThat(session.getCreationTime()).isPositive().isLessThanOrEqualTo(session.getLastAccessedTime());
            assertThat(session.getMaxInactiveInterval()).isEqualTo(1800);
            session.setMaxInactiveInterval(1800);
            assertThatThrownBy(() -> session.setMaxInactiveInterval(60))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(session.getServletContext()).isNotNull();
        });
    }

    /** Without Origin and Sec-Fetch-Site only a token in the form speaks for it, so the form is read before its handler. */
    @Test
    void aFormThatWasReadForItsTokenIsThereForItsHandlerToo() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on(
                    "/act",
                    (request, response) -> response.getWriter().print(CsrfToken.issue(SojournFilter.session(request))));
            scene.on("/parameters", (request, response) -> {
                response.setCharacterEncoding("UTF-8");
                response.getWriter().print(request.getParameter("a"));
                response.getWriter().print(Arrays.toString(request.getParameterValues("q")));
                response.getWriter().print(request.getParameter("none"));
                response.getWriter().print(Collections.list(request.getParameterNames()));
            });
            scene.on(
                    "/stream",
                    (request, response) -> response.getOutputStream()
                            .write(request.getInputStream().readAllBytes()));
            scene.on(
                    "/reader",
                    (request, response) ->
                            response.getWriter().print(request.getReader().readLine()));
            Browser browser = scene.browser();
            String form = "a=%C3%A4+b&q=2&_csrf=" + browser.get("/act").text();

            assertThat(unsigned(browser, "/parameters?q=1", form).text()).isEqualTo("\u00e4 b[1, 2]null[q, a, _csrf]");
            assertThat(unsigned(browser, "/stream", form).text()).isEqualTo(form);
            assertThat(unsigned(browser, "/reader", form).text()).isEqualTo(form);
            assertThat(unsigned(browser, "/stream", "a=b").status()).isEqualTo(403);
        }
    }

    private static RawResponse unsigned(Browser browser, String target, String form) throws IOException {
        return browser.send(RawRequest.post(target, form).without("Origin").without("Sec-Fetch-Site"));
    }

    @Test
    void theFilterForLoginsKeepsVisitorsOut() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on(
                    "/act",
                    (request, response) -> SojournFilter.loginRequired()
                            .doFilter(
                                    request,
                                    response,
                                    (req, res) -> res.getWriter().print("inside")));
            scene.on(
                    "/login", (request, response) -> scene.filter.login(request).login("alice"));
            Browser browser = scene.browser();
            assertThat(browser.get("/act").status()).isEqualTo(401);
            browser.get("/login");
            assertThat(browser.get("/act").text()).isEqualTo("inside");
        }
    }
}
