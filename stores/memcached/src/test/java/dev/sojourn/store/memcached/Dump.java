package dev.sojourn.store.memcached;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that Memcached servers hold, asked in their own protocol, as whoever reaches their ports could. */
final class Dump {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream answers;
    private final ByteArrayOutputStream all;

    private Dump(Socket socket, ByteArrayOutputStream all) throws IOException {
        this.socket = socket;
        this.answers = new BufferedInputStream(socket.getInputStream());
        this.all = all;
    }

    /** @param servers {@code host:port,host:port} */
    static byte[] of(String servers) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String server : servers.split(",")) {
            String[] hostAndPort = server.trim().split(":");
            try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                Dump dump = new Dump(socket, all);
                for (String line : dump.lines()) {
                    dump.add(keyOf(line));
                }
            }
        }
        return all.toByteArray();
    }

    /** When each item of a server expires, by its key. */
    static Map<String, Instant> expiries(int port) throws IOException {
        Map<String, Instant> expiries = new HashMap<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            for (String line : new Dump(socket, new ByteArrayOutputStream()).lines()) {
                expiries.put(keyOf(line), Instant.ofEpochSecond(Long.parseLong(word(line, "exp="))));
            }
        }
        return expiries;
    }

    private static String keyOf(String line) {
        return URLDecoder.decode(word(line, "key="), StandardCharsets.UTF_8);
    }

    /** What follows a name, until the next space. */
    private static String word(String line, String name) {
        int begin = line.indexOf(name) + name.length();
        return line.substring(begin, line.indexOf(' ', begin));
    }

    /** What a server says of each item. It does so to one at a time, of whom it may be one itself. */
    private List<String> lines() throws IOException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            send("lru_crawler metadump all");
            List<String> lines = new ArrayList<>();
            String line = line();
            while (line.startsWith("key=")) {
                lines.add(line);
                line = line();
            }
            if (line.equals("END")) {
                return lines;
            }
        }
        throw new IOException("Memcached did not list its keys");
    }

    /** Nothing where the item is gone meanwhile. */
    private void add(String key) throws IOException {
        send("get " + key);
        String line = line();
        if (line.startsWith("VALUE ")) {
            all.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            int length = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            all.writeBytes(answers.readNBytes(length));
            line(); // what ends the value
            line(); // what ends the answer
        }
    }

    private void send(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = answers.read()) != '\n') {
            if (next < 0) {
                throw new IOException("Memcached closed the connection after \"" + line + "\"");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
