package dev.sojourn.demo;

import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.login.LoginManager;
import dev.sojourn.login.password.PasswordHasher;
import dev.sojourn.web.Sojourn;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** The running demo: server, sessions and users, started and stopped together. */
final class DemoServer implements AutoCloseable {

    /** The last that was opened is closed first. */
    private final Deque<Runnable> closing = new ArrayDeque<>();

    private DemoServer() {}

    /** @throws UsageException when a setting cannot work: a port in use, a directory that cannot be written ... */
    static DemoServer start(DemoSettings settings, Clock clock) {
        DemoServer demo = new DemoServer();
        try {
            demo.open(settings, clock);
            return demo;
        } catch (RuntimeException failure) {
            demo.close();
            throw failure;
        }
    }

    private void open(DemoSettings settings, Clock clock) {
        requireFree("--port", settings.host(), settings.port());
        requireFree("--http-port", settings.host(), settings.httpPort());
        Path data = prepared(settings.data());
        KeyStore certificate = settings.certificate() == null || settings.key() == null
                ? LocalCertificate.in(data, clock)
                : ServerCertificate.load(settings.certificate(), settings.key());
        KeptSessions sessions = KeptSessions.open(settings, data, clock);
        closing.push(sessions::close);
        Users users = Users.in(data, PasswordHasher.standard());
        closing.push(users::close);
        LoginManager<User> logins = LoginManager.of(users::byId, User::id)
                .stamp(User::passwordHash)
                .keep(ShopPages.CART.name(), ShopPages.RECENT.name())
                .build();
        SojournPlugin<User> sojourn = new SojournPlugin<>(Sojourn.of(sessions.manager(), logins)
                .origins(ServerCertificate.origins(certificate, settings.port()))
                .build());
        Frame frame = new Frame(sojourn, settings.sessions());
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            Connectors.add(config.jetty, settings, certificate);
            config.registerPlugin(sojourn);
            frame.addTo(config.routes);
            new ShopPages(sojourn, frame).addTo(config.routes);
            new AccountPages(sojourn, frame, users, logins).addTo(config.routes);
            new PreferencePages(frame, clock).addTo(config.routes);
            new InsidePage(sojourn, frame, settings, sessions).addTo(config.routes);
        });
        closing.push(server::stop);
        server.start();
    }

    /** Asked before anything is opened, so that the answer names the one port. */
    private static void requireFree(String flag, String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException inUse) {
            throw new UsageException(
                    flag + ": cannot listen on " + host + " at port " + port + "; another program may be using it",
                    inUse);
        }
    }

    private static Path prepared(Path data) {
        try {
            if (!Files.isDirectory(data)) {
                Files.createDirectories(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException failure) {
            throw new UsageException("--data: cannot make the directory " + data, failure);
        }
        if (!Files.isWritable(data)) {
            throw new UsageException("--data: the directory " + data + " cannot be written");
        }
        return data;
    }

    /** Stops serving, then lets go of everything in the reverse order of opening. Idempotent. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
