package dev.sojourn.protect;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Decision.Answer;
import dev.sojourn.http.Header;
import dev.sojourn.http.RequestHead;
import java.util.List;

/** The 426 answer (RFC 9110 section 15.5.22) of an application that was not told where it lives: says the ways out. */
final class HttpsNeeded {

    private static final String NOT_TOLD = "The application speaks HTTPS only, and this request came over plain HTTP.";
    private static final String NOT_HERE =
            "Development over plain HTTP is on, but it answers this machine alone: from a"
                    + " loopback address, for localhost, and not through a proxy.";
    private static final String PROXIED = "A proxy passed this request on. Only what a trusted proxy says of HTTPS is"
            + " believed, and none that is trusted said so.";

    private static final String TEXT = """
            426 HTTPS required

            {reason} Nothing was processed.

            If you run this application, pick the line that fits:

              origins("https://shop.example")   it lives there: plain HTTP is redirected, other hosts are refused
              trustedProxies("10.0.0.0/8")      TLS ends at a proxy before it, at such an address
              developmentOverHttp()             you are developing, on this machine, without TLS
            """;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>HTTPS required</title>
            <style>
              :root { color-scheme: light dark; --ground: #f6f5f2; --card: #fff; --text: #23211d; --soft: #6b665d;
                --line: #e2dfd8; --mark: #8a4b16; }
              @media (prefers-color-scheme: dark) {
                :root { --ground: #171614; --card: #211f1c; --text: #ece9e2; --soft: #a19b8f; --line: #38342e; --mark: #eeb27c; }
              }
              * { box-sizing: border-box; }
              body { margin: 0; padding: clamp(1.5rem, 6vw, 5rem) 1.25rem; background: var(--ground); color: var(--text);
                font: 1rem/1.6 system-ui, sans-serif; }
              main { max-width: 40rem; margin: auto; }
              .status { margin: 0; color: var(--mark); font-weight: 600; letter-spacing: .04em; }
              h1 { margin: .25rem 0 1rem; font-size: clamp(1.7rem, 5vw, 2.4rem); line-height: 1.2; }
              h2 { margin: 2.5rem 0 1rem; font-size: 1.1rem; }
              ul { margin: 0; padding: 0; list-style: none; display: grid; gap: .75rem; }
              li { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
              code { display: block; overflow-x: auto; margin-bottom: .35rem; color: var(--mark);
                font: .95rem/1.5 ui-monospace, monospace; }
              li p { margin: 0; color: var(--soft); }
            </style>
            </head>
            <body>
            <main>
              <p class="status">426</p>
              <h1>HTTPS required</h1>
              <p>{reason} Nothing was processed.</p>
              <h2>If you run this application, pick the line that fits</h2>
              <ul>
                <li><code>origins("https://shop.example")</code>
                  <p>It lives there. Plain HTTP is redirected to it, and other hosts are refused.</p></li>
                <li><code>trustedProxies("10.0.0.0/8")</code>
                  <p>TLS ends at a proxy before it, at such an address, and the proxy says so in
                  X-Forwarded-Proto.</p></li>
                <li><code>developmentOverHttp()</code>
                  <p>You are developing, on this machine, without TLS. Nobody else is answered.</p></li>
              </ul>
            </main>
            </body>
            </html>
            """;

    private static final Pair FOR_NOT_TOLD = Pair.of(NOT_TOLD);
    private static final Pair FOR_NOT_HERE = Pair.of(NOT_HERE);
    private static final Pair FOR_PROXIED = Pair.of(PROXIED);

    private HttpsNeeded() {}

    static Decision answer(RequestHead head, boolean development, boolean proxied) {
        Pair pair = development ? FOR_NOT_HERE : proxied ? FOR_PROXIED : FOR_NOT_TOLD;
        return head.wantsPage() ? pair.page : pair.text;
    }

    /** One reason in its two forms. */
    private record Pair(Answer page, Answer text) {

        static Pair of(String reason) {
            return new Pair(
                    answer("text/html", PAGE.replace("{reason}", reason)),
                    answer("text/plain", TEXT.replace("{reason}", reason)));
        }

        private static Answer answer(String type, String body) {
            return new Answer(
                    426,
                    List.of(
                            new Header("Upgrade", "TLS/1.2, HTTP/1.1"),
                            new Header("Connection", "Upgrade"),
                            new Header("Content-Type", type + "; charset=utf-8"),
                            new Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
                            new Header("X-Content-Type-Options", "nosniff"),
                            new Header("Cache-Control", "no-store")),
                    body);
        }
    }
}
