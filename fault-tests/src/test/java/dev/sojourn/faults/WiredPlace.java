package dev.sojourn.faults;

import dev.sojourn.servers.TcpProxy;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that is reached over a wire which can be cut. */
final class WiredPlace implements Place {

    private static final Pattern ADDRESS = Pattern.compile("(127\\.0\\.0\\.1):(\\d+)");

    private final Place server;
    private final TcpProxy wire;
    private final String argument;

    private WiredPlace(Place server, TcpProxy wire, String argument) {
        this.server = server;
        this.wire = wire;
        this.argument = argument;
    }

    /** @param server is closed with this */
    static WiredPlace to(Place server) throws IOException {
        Matcher address = ADDRESS.matcher(server.argument());
        if (!address.find()) {
            throw new IllegalArgumentException("no address in " + server.argument());
        }
        TcpProxy wire = TcpProxy.to(Integer.parseInt(address.group(2)));
        return new WiredPlace(server, wire, address.replaceFirst("$1:" + wire.port()));
    }

    TcpProxy wire() {
        return wire;
    }

    @Override
    public String argument() {
        return argument;
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() throws IOException {
        server.restart();
    }

    @Override
    public void close() throws IOException {
        wire.close();
        server.close();
    }
}
