package dev.sojourn.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The one call of Servlet 6.1 that the door has to pass on, though it is compiled against 6.0. */
final class Servlet61 {

    private static final @Nullable MethodHandle SEND_REDIRECT = find();

    private Servlet61() {}

    private static @Nullable MethodHandle find() {
        var type = MethodType.methodType(void.class, String.class, int.class, boolean.class);
        try {
            return MethodHandles.publicLookup().findVirtual(HttpServletResponse.class, "sendRedirect", type);
        } catch (NoSuchMethodException | IllegalAccessException servlet60) {
            return null;
        }
    }

    static void sendRedirect(HttpServletResponse response, String location, int status, boolean clearBuffer)
            throws IOException {
        if (SEND_REDIRECT == null) {
            throw new UnsupportedOperationException(
                    "this container's Servlet API has no redirect with a status of choice;"
                            + " it came with Servlet 6.1");
        }
        try {
            SEND_REDIRECT.invokeExact(response, location, status, clearBuffer);
        } catch (IOException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("sendRedirect declares no other exception", impossible);
        }
    }
}
