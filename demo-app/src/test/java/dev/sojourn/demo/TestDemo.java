package dev.sojourn.demo;

import dev.sojourn.testkit.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A demo on free ports with a clock of the test's, over real HTTPS. */
final class TestDemo implements AutoCloseable {

    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LIFETIME = Duration.ofHours(12);

    private final MutableClock clock = MutableClock.at(Clock.systemUTC().instant());
    private final DemoSettings settings;
    private DemoServer server;
    private final SSLContext tls;
    private final HttpClient client;

    private TestDemo(DemoSettings settings) throws IOException, GeneralSecurityException {
        this.settings = settings;
        server = DemoServer.start(settings, clock);
        Path certificate = settings.certificate();
        tls = trusting(certificate == null ? settings.data().resolve("localhost.crt") : certificate);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    static TestDemo start(Path data, Kind kind) throws IOException, GeneralSecurityException {
        return start(settings(data, kind.place()));
    }

    static TestDemo start(DemoSettings settings) throws IOException, GeneralSecurityException {
        return new TestDemo(settings);
    }

    static DemoSettings settings(Path data, SessionPlace place) throws IOException {
        return settings(data, place, false);
    }

    static DemoSettings settings(Path data, SessionPlace place, boolean nearCache) throws IOException {
        return settings(data, place, nearCache, null);
    }

    static DemoSettings settings(Path data, SessionPlace place, boolean nearCache, @Nullable Move move)
            throws IOException {
        int[] ports = freePorts();
        return new DemoSettings(
                "127.0.0.1", ports[0], ports[1], data, place, nearCache, move, IDLE, LIFETIME, null, null);
    }

    /** Two different ports that nobody listens on. */
    static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Somebody with a browser of their own, without cookies. */
    Visitor visitor() {
        return new Visitor(this);
    }

    /** Stops and starts again, over the same data. */
    void restart() {
        server.close();
        server = DemoServer.start(settings, clock);
    }

    void advance(Duration step) {
        clock.advance(step);
    }

    HttpClient client() {
        return client;
    }

    SSLContext tls() {
        return tls;
    }

    int port() {
        return settings.port();
    }

    String address() {
        return "https://localhost:" + settings.port();
    }

    String plainAddress() {
        return "http://localhost:" + settings.httpPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
