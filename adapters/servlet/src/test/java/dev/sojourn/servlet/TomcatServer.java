package dev.sojourn.servlet;

import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RunningDoor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/** Tomcat 11, which speaks Servlet 6.1. */
final class TomcatServer implements Container {

    @Override
    public RunningDoor start(Filter filter, HttpServlet servlet, @Nullable LocalTls tls) throws Exception {
        Path base = Files.createTempDirectory("sojourn-tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        if (tls != null) {
            overTls(tomcat.getConnector(), tls);
        }
        StandardContext context = (StandardContext) tomcat.addContext("", base.toString());
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        Wrapper wrapper = Tomcat.addServlet(context, "application", servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMapping("/*", "application");
        addFilter(context, filter);
        ErrorPage page = new ErrorPage();
        page.setErrorCode(TEAPOT);
        page.setLocation("/error");
        context.addErrorPage(page);
        tomcat.start();
        return new RunningDoor() {
            @Override
            public int port() {
                return tomcat.getConnector().getLocalPort();
            }

            @Override
            public void close() throws IOException {
                try {
                    tomcat.stop();
                    tomcat.destroy();
                } catch (LifecycleException failure) {
                    throw new IOException(failure);
                }
                remove(base);
            }
        };
    }

    private static void overTls(Connector connector, LocalTls tls) {
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(tls.keys());
        certificate.setCertificateKeystorePassword(LocalTls.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
    }

    private static void addFilter(Context context, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("sojourn");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("sojourn");
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMap(map);
    }

    private static void remove(Path base) throws IOException {
        try (var paths = Files.walk(base)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
