package dev.sojourn.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The browser itself works: it shows a page, keeps a cookie and makes a picture. */
class SmokeTest extends BrowserTest {

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String cookie = exchange.getRequestHeaders().getFirst("Cookie");
            byte[] page = ("<!doctype html><title>Smoke</title><h1>" + cookie + "</h1>").getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().add("Set-Cookie", "seen=before");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theBrowserShowsAPageAndKeepsACookie() {
        try (BrowserContext context = newContext()) {
            Page page = context.newPage();
            page.navigate("http://localhost:" + server.getAddress().getPort() + "/");
            assertThat(page.textContent("h1")).isEqualTo("null");

            page.reload();

            assertThat(page.textContent("h1")).isEqualTo("seen=before");
            assertThat(screenshot(page, "smoke")).isNotEmptyFile();
        }
    }

    @Test
    void contextsShareNoCookie() {
        try (BrowserContext one = newContext();
                BrowserContext other = newContext()) {
            String address = "http://localhost:" + server.getAddress().getPort() + "/";
            one.newPage().navigate(address);
            Page page = other.newPage();

            page.navigate(address);

            assertThat(page.textContent("h1")).isEqualTo("null");
        }
    }
}
