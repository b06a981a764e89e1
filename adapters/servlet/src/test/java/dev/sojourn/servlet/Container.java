package dev.sojourn.servlet;

import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RunningDoor;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import org.jspecify.annotations.Nullable;

/** A real servlet container: the filter before everything, the servlet at every path, {@code /error} for every 418. */
interface Container {

    /** The status that has an error page. */
    int TEAPOT = 418;

    /** Over TLS where a certificate is given, else over plain HTTP. */
    RunningDoor start(Filter filter, HttpServlet servlet, @Nullable LocalTls tls) throws Exception;
}
