package dev.sojourn.session.seal;

import dev.sojourn.session.seal.SealingKeys.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a key file: a version line, then one line per key of role, id, time of creation and secret. Lines that
 * begin with {@code #} are for people. Previous keys stand newest first.
 *
 * <pre>
 * sojourn-keys 1
 * current 5f0c2a91 2026-11-23T05:21:55Z sGxhI0l7...
 * previous 90d1e43b 2026-05-02T08:00:00Z 1Jv0c3Rk...
 * </pre>
 */
final class KeyText {

    private static final String VERSION = "sojourn-keys 1";
    private static final String NOTE = """
            # Whoever reads this file can forge sessions: mode 0600, no copy in version control.
            # role id created secret; change it through SealingKeys
            """;

    private KeyText() {}

    static byte[] write(KeyRing ring) {
        StringBuilder text = new StringBuilder(VERSION).append('\n').append(NOTE);
        for (RingKey key : ring.all()) {
            text.append(name(ring.roleOf(key))).append(' ').append(key.id());
            text.append(' ')
                    .append(key.created())
                    .append(' ')
                    .append(key.revealText())
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @throws IllegalArgumentException when anything is not as {@link #write} writes it; tells the line, never a
     * secret
     */
    static KeyRing read(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(VERSION + "\n")) {
            throw new IllegalArgumentException("line 1: expected \"" + VERSION + "\"");
        }
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line is cut off");
        }
        Lines lines = new Lines();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (number > 1 && !line.startsWith("#") && !line.isEmpty()) {
                lines.read(line, number);
            }
        }
        return lines.ring();
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** The keys read so far. */
    private static final class Lines {

        private @Nullable RingKey current;
        private @Nullable RingKey staged;
        private final List<RingKey> previous = new ArrayList<>();

        void read(String line, int number) {
            try {
                read(line.split(" ", -1));
            } catch (IllegalArgumentException | DateTimeParseException wrong) {
                // A date's message repeats its text, which in a shuffled line may be the secret.
                String why =
                        wrong instanceof DateTimeParseException ? "the time of creation is none" : wrong.getMessage();
                throw new IllegalArgumentException("line " + number + ": " + why);
            }
        }

        private void read(String[] fields) {
            if (fields.length != 4) {
                throw new IllegalArgumentException(
                        "expected role, id, time and secret, given " + fields.length + " fields");
            }
            byte[] secret = Base64Url.decode(fields[3]);
            if (secret == null) {
                throw new IllegalArgumentException("the secret is not base64url");
            }
            RingKey key = new RingKey(secret, Instant.parse(fields[2]));
            if (!key.id().equals(fields[1])) {
                throw new IllegalArgumentException("the id does not belong to the secret; one of them was changed");
            }
            if (fields[0].equals(name(Role.CURRENT)) && current == null) {
                current = key;
            } else if (fields[0].equals(name(Role.STAGED)) && staged == null) {
                staged = key;
            } else if (fields[0].equals(name(Role.PREVIOUS))) {
                previous.add(key);
            } else {
                throw new IllegalArgumentException("expected one current, at most one staged, and previous keys");
            }
        }

        KeyRing ring() {
            if (current == null) {
                throw new IllegalArgumentException("no key is current");
            }
            return new KeyRing(current, staged, previous);
        }
    }
}
