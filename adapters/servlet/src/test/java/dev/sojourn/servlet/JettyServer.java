package dev.sojourn.servlet;

import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RunningDoor;
import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Jetty's server, which is the same for every environment of servlets. */
final class JettyServer implements RunningDoor {

    private final Server server = new Server();
    private final ServerConnector connector;

    private JettyServer(@Nullable LocalTls tls) {
        this.connector = tls == null ? new ServerConnector(server) : overTls(server, tls);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
    }

    /** Over TLS where a certificate is given, else over plain HTTP. */
    static RunningDoor start(Handler context, @Nullable LocalTls tls) throws Exception {
        JettyServer jetty = new JettyServer(tls);
        jetty.server.setHandler(context);
        jetty.server.start();
        return jetty;
    }

    private static ServerConnector overTls(Server server, LocalTls tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls.context());
        HttpConfiguration http = new HttpConfiguration();
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        return new ServerConnector(server, factory, new HttpConnectionFactory(http));
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
