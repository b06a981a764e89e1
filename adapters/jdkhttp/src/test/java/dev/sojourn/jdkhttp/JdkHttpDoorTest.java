package dev.sojourn.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sojourn.testkit.door.DoorContract;
import dev.sojourn.testkit.door.ReferenceApplication;
import dev.sojourn.testkit.door.Reply;
import dev.sojourn.testkit.door.RunningDoor;
import dev.sojourn.web.Sojourn;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class JdkHttpDoorTest extends DoorContract {

    @Override
    protected RunningDoor start(Sojourn<String> sojourn, ReferenceApplication application) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SojournFilter<String> filter = new SojournFilter<>(sojourn);
        server.createContext("/", exchange -> {
                    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    Reply reply = application.answer(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath(),
                            exchange.getRequestURI().getRawQuery(),
                            form,
                            filter.exchange(exchange));
                    send(reply, exchange);
                })
                .getFilters()
                .add(filter);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
        return new RunningDoor() {
            @Override
            public int port() {
                return server.getAddress().getPort();
            }

            @Override
            public void close() {
                server.stop(0);
                threads.shutdownNow();
            }
        };
    }

    private static void send(Reply reply, HttpExchange exchange) throws IOException {
        reply.headers().forEach(field -> exchange.getResponseHeaders().set(field.name(), field.value()));
        boolean silent = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        int length = silent ? -1 : reply.afterHead() != null ? 0 : reply.body().length;
        exchange.sendResponseHeaders(reply.status(), length);
        if (!silent) {
            OutputStream body = exchange.getResponseBody();
            body.write(reply.body());
            body.flush();
        }
        if (reply.afterHead() != null) {
            reply.afterHead().run();
        }
        exchange.close();
    }
}
