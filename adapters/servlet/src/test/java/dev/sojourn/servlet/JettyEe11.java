package dev.sojourn.servlet;

import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RunningDoor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/** Jetty 12.1 with its environment for Servlet 6.1. */
final class JettyEe11 implements Container {

    @Override
    public RunningDoor start(Filter filter, HttpServlet servlet, @Nullable LocalTls tls) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addFilter(new FilterHolder(filter), "/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder(servlet), "/*");
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(TEAPOT, "/error");
        context.setErrorHandler(errors);
        return JettyServer.start(context, tls);
    }
}
