package dev.sojourn.demo;

import java.net.InetSocketAddress;

/** A host and its port, as addresses say them. */
final class ServerAddress {

    private static final int HIGHEST_PORT = 65_535;

    private ServerAddress() {}

    /**
     * Reads {@code host:port}; not resolved.
     *
     * @throws UsageException when it is not that
     */
    static InetSocketAddress parse(String flag, String given) {
        int colon = given.lastIndexOf(':');
        int port = colon > 0 ? port(given.substring(colon + 1)) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new UsageException(flag + " takes addresses as host:port, with a port of 1 to " + HIGHEST_PORT
                    + "; given " + SessionPlace.withoutPassword(given));
        }
        return InetSocketAddress.createUnresolved(given.substring(0, colon), port);
    }

    private static int port(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(letter -> letter >= '0' && letter <= '9');
        return number ? Integer.parseInt(digits) : 0;
    }
}
