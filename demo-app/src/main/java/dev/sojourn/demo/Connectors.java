package dev.sojourn.demo;

import io.javalin.config.JettyConfig;
import java.security.KeyStore;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The two ports of the demo: HTTPS, and plain HTTP for Sojourn to redirect or refuse. */
final class Connectors {

    private Connectors() {}

    static void add(JettyConfig jetty, DemoSettings settings, KeyStore certificate) {
        jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        jetty.addConnector((server, http) -> secure(server, http, settings, certificate));
        jetty.addConnector((server, http) -> listening(
                new ServerConnector(server, new HttpConnectionFactory(http)), settings.host(), settings.httpPort()));
    }

    private static Connector secure(
            Server server, HttpConfiguration http, DemoSettings settings, KeyStore certificate) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate);
        tls.setKeyStorePassword("");
        // One certificate serves whatever name the client asks for; Sojourn judges the name in the request.
        tls.setSniRequired(false);
        HttpConfiguration https = new HttpConfiguration(http);
        https.addCustomizer(new SecureRequestCustomizer(false));
        return listening(
                new ServerConnector(
                        server,
                        new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                        new HttpConnectionFactory(https)),
                settings.host(),
                settings.port());
    }

    private static Connector listening(ServerConnector connector, String host, int port) {
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }
}
