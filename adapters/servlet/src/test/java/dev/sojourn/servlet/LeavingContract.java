package dev.sojourn.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.testkit.door.Browser;
import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RawRequest;
import dev.sojourn.testkit.door.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every way in which the head of a servlet response can leave takes the session with it. */
abstract class LeavingContract {

    private final Container container;

    LeavingContract(Container container) {
        this.container = container;
    }

    private static void put(HttpServletRequest request, String value) {
        SojournFilter.session(request).put("k", value);
    }

    /** Runs work that puts "v" and then leaves; the browser must have its cookie, and the next request read the value. */
    private RawResponse assertKept(Scene.Work work) throws Exception {
        try (Scene scene = new Scene(container)) {
            return assertKept(scene.on("/act", work));
        }
    }

    private static RawResponse assertKept(Scene scene) throws IOException {
        Browser browser = scene.browser();
        RawResponse response = browser.get("/act");
        assertThat(response.all("Set-Cookie")).as(response.toString()).hasSize(1);
        assertThat(response.header("Set-Cookie")).startsWith(Scene.COOKIE + "=");
        assertThat(response.all("Strict-Transport-Security")).hasSize(1);
        assertThat(browser.get("/read").text()).isEqualTo("v");
        return response;
    }

    /** Runs work that leaves and changes the session once more: that must fail, and only the change before it be there. */
    private void assertTooLate(Scene.Work leave) throws Exception {
        CompletableFuture<String> refused = new CompletableFuture<>();
        try (Scene scene = new Scene(container)) {
            assertKept(scene.on("/act", (request, response) -> {
                put(request, "v");
                leave.run(request, response);
                putTooLate(request, refused);
            }));
            // The browser has its answer before the handler is done; the container must not be stopped in between.
            assertThat(refused.orTimeout(30, TimeUnit.SECONDS).join()).contains("head of the response has left");
        }
    }

    private static void putTooLate(HttpServletRequest request, CompletableFuture<String> refused) {
        try {
            put(request, "late");
            refused.complete("the change was taken");
        } catch (IllegalStateException expected) {
            refused.complete(String.valueOf(expected.getMessage()));
        }
    }

    @Test
    void byTheEndOfTheRequest() throws Exception {
        assertKept((request, response) -> put(request, "v"));
        RawResponse response = assertKept((request, answer) -> {
            answer.getWriter().print("hello");
            put(request, "v");
        });
        assertThat(response.text()).isEqualTo("hello");
    }

    @Test
    void byFlushingTheBuffer() throws Exception {
        assertKept((request, response) -> {
            put(request, "v");
            response.flushBuffer();
        });
        assertTooLate((request, response) -> response.flushBuffer());
    }

    @Test
    void byFlushingOrClosingTheStream() throws Exception {
        assertTooLate((request, response) -> response.getOutputStream().flush());
        assertTooLate((request, response) -> response.getOutputStream().close());
    }

    @Test
    void byFlushingOrClosingTheWriter() throws Exception {
        assertTooLate((request, response) -> response.getWriter().flush());
        assertTooLate((request, response) -> response.getWriter().close());
        assertTooLate((request, response) -> response.getWriter().checkError());
    }

    @Test
    void byOneLargeWrite() throws Exception {
        byte[] large = new byte[200_000];
        assertTooLate((request, response) -> response.getOutputStream().write(large));
        assertTooLate((request, response) -> response.getWriter().write("x".repeat(200_000)));
        assertTooLate((request, response) ->
                response.getWriter().write("x".repeat(200_000).toCharArray()));
    }

    /** Jetty lets a write past its buffer that is smaller than the buffer. */
    @Test
    void byAWriteThatTheContainerDoesNotBuffer() throws Exception {
        for (int length : new int[] {2_000, 5_000, 9_000, 20_000}) {
            RawResponse response = assertKept((request, answer) -> {
                put(request, "v");
                answer.getOutputStream().write(new byte[length]);
            });
            assertThat(response.body()).hasSize(length);
        }
    }

    @Test
    void byASmallWriteTooMuch() throws Exception {
        assertKept((request, response) -> {
            ServletOutputStream out = response.getOutputStream();
            while (!response.isCommitted()) {
                // As long as the container keeps what is written the session is open, up to the very write that is too
                // much.
                put(request, "v");
                out.write('x');
            }
        });
        assertKept((request, response) -> {
            PrintWriter out = response.getWriter();
            for (int i = 0; i < 100_000; i++) {
                if (i == 0) {
                    put(request, "v");
                }
                out.print('\u20ac');
            }
        });
    }

    @Test
    void aBodyWrittenInSmallPiecesArrivesWhole() throws Exception {
        RawResponse response = assertKept((request, answer) -> {
            answer.setCharacterEncoding("UTF-8");
            put(request, "v");
            PrintWriter out = answer.getWriter();
            for (int i = 0; i < 30_000; i++) {
                out.print(i);
                out.print(" n\u00e4\uD83D\uDE00\n");
            }
        });
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            expected.append(i).append(" n\u00e4\uD83D\uDE00\n");
        }
        assertThat(response.text()).isEqualTo(expected.toString());
    }

    @Test
    void aLittleWrittenDoesNotCloseTheSession() throws Exception {
        RawResponse response = assertKept((request, answer) -> {
            answer.getOutputStream().write(new byte[1000]);
            put(request, "v");
        });
        assertThat(response.body()).hasSize(1000);
    }

    @Test
    void byReachingTheAnnouncedLength() throws Exception {
        assertKept((request, response) -> {
            put(request, "v");
            response.setContentLength(5);
            response.getOutputStream().print("hello");
        });
        assertTooLate((request, response) -> {
            response.setHeader("Content-Length", "5");
            response.getOutputStream().print("hello");
        });
        assertTooLate((request, response) -> {
            response.setContentLengthLong(5);
            response.getWriter().print("hello");
        });
    }

    @Test
    void byAnError() throws Exception {
        RawResponse response = assertKept((request, answer) -> {
            put(request, "v");
            answer.sendError(404);
        });
        assertThat(response.status()).isEqualTo(404);
        assertThat(assertKept((request, answer) -> {
                            put(request, "v");
                            answer.sendError(409, "no");
                        })
                        .status())
                .isEqualTo(409);
    }

    @Test
    void byAnErrorWithAPageOfItsOwn() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on("/act", (request, response) -> {
                put(request, "v");
                response.sendError(Container.TEAPOT);
            });
            scene.on("/error", (request, response) -> {
                response.reset();
                response.setStatus(Container.TEAPOT);
                response.getWriter()
                        .print("page " + SojournFilter.session(request).get("k", String.class));
            });
            RawResponse response = assertKept(scene);
            assertThat(response.status()).isEqualTo(Container.TEAPOT);
            assertThat(response.text()).isEqualTo("page v");
        }
    }

    @Test
    void byARedirect() throws Exception {
        for (Method redirect : HttpServletResponse.class.getMethods()) {
            if (!redirect.getName().equals("sendRedirect")) {
                continue;
            }
            RawResponse response = assertKept((request, answer) -> {
                put(request, "v");
                redirect(redirect, answer);
            });
            assertThat(response.status()).as(redirect.toString()).isIn(302, 307);
            assertThat(response.header("Location")).endsWith("/read");
        }
    }

    private static void redirect(Method redirect, HttpServletResponse response) throws Exception {
        Object[] arguments = Arrays.stream(redirect.getParameterTypes())
                .map(type -> type == String.class ? "/read" : type == int.class ? (Object) 307 : (Object) true)
                .toArray();
        try {
            redirect.invoke(response, arguments);
        } catch (InvocationTargetException failure) {
            throw new AssertionError(failure.getCause());
        }
    }

    @Test
    void byAnException() throws Exception {
        for (Throwable failure : new Throwable[] {
            new IllegalArgumentException("on purpose"),
            new ServletException("on purpose"),
            new IOException("on purpose"),
            new AssertionError("on purpose")
        }) {
            RawResponse response = assertKept((request, answer) -> {
                put(request, "v");
                answer.getWriter().print("partial");
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            });
            assertThat(response.status()).as(failure.toString()).isEqualTo(500);
        }
    }

    @Test
    void afterAReset() throws Exception {
        RawResponse response = assertKept((request, answer) -> {
            put(request, "v");
            answer.setHeader("X-Gone", "1");
            answer.getWriter().print("gone");
            answer.reset();
            answer.getOutputStream().print("there");
            answer.resetBuffer();
            answer.getOutputStream().print("here");
        });
        assertThat(response.text()).isEqualTo("here");
        assertThat(response.all("X-Gone")).isEmpty();
    }

    @Test
    void byAForward() throws Exception {
        try (Scene scene = new Scene(container)) {
            CompletableFuture<String> refused = new CompletableFuture<>();
            scene.on("/act", (request, response) -> {
                request.getRequestDispatcher("/target").forward(request, response);
                putTooLate(request, refused);
            });
            scene.on("/target", (request, response) -> {
                put(request, "v");
                response.getWriter().print("forwarded");
            });
            assertThat(assertKept(scene).text()).isEqualTo("forwarded");
            assertThat(refused.orTimeout(30, TimeUnit.SECONDS).join()).contains("head of the response has left");
        }
    }

    @Test
    void withinAnInclude() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on("/act", (request, response) -> {
                response.getWriter().print("before ");
                request.getRequestDispatcher("/target").include(request, response);
                response.getWriter().print(" after");
            });
            scene.on("/target", (request, response) -> {
                put(request, "v");
                response.getWriter().print("included");
                response.flushBuffer();
            });
            assertThat(assertKept(scene).text()).isEqualTo("before included after");
        }
    }

    @Test
    void byCompletingAsynchronousWork() throws Exception {
        assertKept((request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                put(request, "v");
                print(async, "done");
                async.complete();
            });
        });
        assertKept((request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            async.start(() -> {
                put(request, "v");
                request.getAsyncContext().complete();
            });
        });
        assertKept((request, response) -> {
            request.startAsync();
            put(request, "v");
            request.getAsyncContext().complete();
        });
    }

    private static void print(AsyncContext async, String text) {
        try {
            async.getResponse().getWriter().print(text);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void byADispatchOfAsynchronousWork() throws Exception {
        for (boolean wrapped : new boolean[] {false, true}) {
            try (Scene scene = new Scene(container)) {
                scene.on("/act", (request, response) -> {
                    AsyncContext async = wrapped ? request.startAsync(request, response) : request.startAsync();
                    async.dispatch("/target");
                });
                scene.on("/target", (request, response) -> {
                    put(request, "v");
                    response.getWriter().print("dispatched");
                });
                assertThat(assertKept(scene).text()).isEqualTo("dispatched");
            }
        }
    }

    @Test
    void byATimeoutOfAsynchronousWork() throws Exception {
        RawResponse response = assertKept((request, answer) -> {
            put(request, "v");
            request.startAsync().setTimeout(50);
        });
        assertThat(response.status()).isEqualTo(500);
    }

    @Test
    void byAWriteListener() throws Exception {
        RawResponse response = assertKept((request, answer) -> {
            AsyncContext async = request.startAsync();
            ServletOutputStream out = answer.getOutputStream();
            out.setWriteListener(new WriteListener() {
                private boolean written;

                @Override
                public void onWritePossible() throws IOException {
                    if (!written && out.isReady()) {
                        put(request, "v");
                        out.write(new byte[50_000]);
                        written = true;
                    }
                    if (written && out.isReady()) {
                        async.complete();
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    throw new AssertionError(failure);
                }
            });
        });
        assertThat(response.body()).hasSize(50_000);
    }

    @Test
    void aRequestTargetThatNamesHttpsDoesNotMakeAConnectionSecure() throws Exception {
        try (Scene scene = new Scene(container)) {
            scene.on("/act", (request, response) -> put(request, "v"));
            RawResponse response = RawRequest.get("https://" + RawRequest.HOST + "/act")
                    .without("X-Forwarded-Proto")
                    .send(scene.port());
            assertThat(response.status()).isIn(400, 426);
            assertThat(response.all("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void overTlsThatEndsAtTheContainer() throws Exception {
        LocalTls tls = LocalTls.create();
        try (Scene scene = new Scene(container, tls)) {
            scene.on("/act", (request, response) -> put(request, "v"));
            try (Socket socket = tls.connect(scene.port())) {
                RawResponse response =
                        RawRequest.get("/act").without("X-Forwarded-Proto").send(socket);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.header("Set-Cookie")).startsWith(Scene.COOKIE + "=");
                assertThat(response.all("Strict-Transport-Security")).hasSize(1);
            }
        }
    }
}
