package dev.sojourn.servlet;

import dev.sojourn.http.Header;
import dev.sojourn.testkit.door.DoorContract;
import dev.sojourn.testkit.door.ReferenceApplication;
import dev.sojourn.testkit.door.Reply;
import dev.sojourn.testkit.door.RunningDoor;
import dev.sojourn.web.Sojourn;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The servlet door sits the exam of every door, on one container. */
abstract class ServletDoorContract extends DoorContract {

    private final Container container;

    ServletDoorContract(Container container) {
        this.container = container;
    }

    @Override
    protected RunningDoor start(Sojourn<String> sojourn, ReferenceApplication application) throws Exception {
        return container.start(
                new SojournFilter<>(sojourn),
                new HttpServlet() {
                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        String form = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                        send(
                                application.answer(
                                        request.getMethod(),
                                        request.getRequestURI(),
                                        request.getQueryString(),
                                        form,
                                        sojourn.own(SojournFilter.exchange(request))),
                                response);
                    }
                },
                null);
    }

    private static void send(Reply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        for (Header field : reply.headers()) {
            response.setHeader(field.name(), field.value());
        }
        if (reply.text()) {
            response.getWriter().write(new String(reply.body(), StandardCharsets.UTF_8));
        } else if (reply.body().length > 0) {
            response.getOutputStream().write(reply.body());
        }
        if (reply.afterHead() != null) {
            response.flushBuffer();
            reply.afterHead().run();
        }
    }
}
