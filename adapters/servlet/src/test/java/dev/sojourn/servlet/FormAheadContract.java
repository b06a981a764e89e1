package dev.sojourn.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.protect.CsrfToken;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.testkit.door.Browser;
import dev.sojourn.testkit.door.RawRequest;
import dev.sojourn.testkit.door.RunningDoor;
import dev.sojourn.web.Sojourn;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What servlets get of a form that was read ahead for its token. */
abstract class FormAheadContract {

    private final Container container;

    FormAheadContract(Container container) {
        this.container = container;
    }

    /** Gives out a token, or the values of the parameter "v" and how many parameters there are. */
    private static final class Form extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(CsrfToken.issue(SojournFilter.session(request)));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter()
                    .print(String.join(",", request.getParameterValues("v")) + " of "
                            + request.getParameterMap().size());
        }
    }

    private static RawRequest form(Browser browser, String target, String fields) throws IOException {
        return RawRequest.post(target, fields + "&_csrf=" + browser.get("/").text());
    }

    @Test
    void aServletReadsItsParametersOnceMoreThoseOfTheQueryFirst() throws Exception {
        try (SessionManager sessions = SessionManager.in(MemoryStore.create()).build();
                RunningDoor door = container.start(filter(sessions), new Form(), null)) {
            Browser browser = new Browser(door.port());

            assertThat(browser.send(form(browser, "/?v=query", "v=one&a&v=n%C3%A4"))
                            .text())
                    .isEqualTo("query,one,n\u00e4 of 3");
        }
    }

    @Test
    void aFormInACharsetThatIsNotKnownIsRefused() throws Exception {
        try (SessionManager sessions = SessionManager.in(MemoryStore.create()).build();
                RunningDoor door = container.start(filter(sessions), new Form(), null)) {
            Browser browser = new Browser(door.port());
            RawRequest request = form(browser, "/", "v=one");

            for (String charset : new String[] {"x-nobody-knows", "!"}) {
                assertThat(browser.send(request.with(
                                        "Content-Type", "application/x-www-form-urlencoded; charset=" + charset))
                                .status())
                        .as(charset)
                        .isEqualTo(400);
            }
        }
    }

    private static SojournFilter<Void> filter(SessionManager sessions) {
        return new SojournFilter<>(Sojourn.of(sessions)
                .trustedProxies("127.0.0.1", "::1")
                .requireToken()
                .build());
    }
}
