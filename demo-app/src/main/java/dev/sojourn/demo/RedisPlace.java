package dev.sojourn.demo;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * On a Redis or Valkey server.
 *
 * @param uri its address, with whom to sign in as; never shown as it is
 */
record RedisPlace(String uri) implements ServerPlace {

    static RedisPlace parse(String flag, String given) {
        try {
            String host = new URI(given).getHost();
            if (host != null) {
                return new RedisPlace(given);
            }
        } catch (URISyntaxException malformed) {
            throw new UsageException(complaint(flag, given));
        }
        throw new UsageException(complaint(flag, given));
    }

    private static String complaint(String flag, String given) {
        return flag
                + " takes redis://user:password@host:port/number, rediss:// for TLS, with user, port and number left out"
                + " where they are the usual; given " + SessionPlace.withoutPassword(given);
    }

    @Override
    public String words() {
        return "kept on Redis";
    }

    @Override
    public String place() {
        return "A Redis server";
    }

    @Override
    public String where() {
        return "the server at " + SessionPlace.withoutPassword(uri);
    }

    @Override
    public Shelf open(Path data, Duration lifetime, Clock clock) {
        return RedisShelf.open(uri);
    }
}
