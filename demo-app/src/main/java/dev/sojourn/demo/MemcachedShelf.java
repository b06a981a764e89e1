package dev.sojourn.demo;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.memcached.MemcachedStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An open Memcached store. Shows the item of a session as a conversation in Memcached's text protocol does. */
record MemcachedShelf(MemcachedStore sessions, List<MemcachedPlace.Server> servers) implements Shelf {

    private static final String KEYS = "sojourn:";
    private static final int WAIT_MILLIS = 1_000;
    private static final int LONGEST_LINE = 512;

    /** Which of the servers has it is the client's business, so each is asked until one has. */
    @Override
    public Glance glance(StoreKey key) {
        String name = KEYS + key.hex();
        MemcachedPlace.Server asked = servers.get(0);
        List<String> lines = List.of();
        for (MemcachedPlace.Server server : servers) {
            asked = server;
            lines = get(server, name);
            if (!lines.isEmpty()) {
                break;
            }
        }
        String command =
                "printf 'get " + name + "\\r\\nquit\\r\\n' | nc " + asked.host() + " " + asked.port() + " | xxd";
        return new Glance("An item on Memcached", command, lines);
    }

    /** The line before the value, which names key, flags and length, and the value; empty where there is none. */
    private static List<String> get(MemcachedPlace.Server server, String name) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), WAIT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            socket.getOutputStream().write(("get " + name + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = line(in);
            if (!head.startsWith("VALUE ")) {
                return List.of();
            }
            int length = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
            List<String> lines = new ArrayList<>(List.of(head));
            lines.addAll(HexDump.of(in.readNBytes(Math.min(length, HexDump.SHOWN))));
            return lines;
        } catch (IOException | NumberFormatException failure) {
            throw new StoreException("Memcached at " + server.address() + " cannot be asked", failure);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n' && line.size() < LONGEST_LINE; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
