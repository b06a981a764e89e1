package dev.sojourn.login.password;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks password hashes: Argon2id (RFC 9106) as PHC strings with a random salt of 16 bytes. A password is
 * hashed exactly as typed, after Unicode normalisation to NFC; at most 1024 bytes of UTF-8, none cut off.
 *
 * <p>Only so many hashes are computed at once, because each takes its memory (19 MiB by default): as many as there are
 * processors, 64 more may wait, each for 2 s. Thread-safe; make one and share it.
 */
public final class PasswordHasher {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Argon2Cost cost;
    private final int minLength;
    private final JobLimit limit;
    private final EventListener events;
    private final Clock clock;

    private PasswordHasher(Builder builder) {
        this.cost = builder.cost;
        this.minLength = builder.minLength;
        this.limit = new JobLimit(builder.jobs, builder.waiting, builder.patience);
        this.events = builder.events;
        this.clock = builder.clock;
    }

    /** The hasher with everything at its default. */
    public static PasswordHasher standard() {
        return builder().build();
    }

    /** A hasher whose defaults can be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Hashes a new password; blocks for some ten milliseconds.
     *
     * @return the PHC string to store with the user
     * @throws PasswordRefusedException when it is too short, too long, or not text
     * @throws PasswordHasherBusyException when too many others are being hashed
     */
    public String hash(String password) {
        try (PasswordText text = PasswordText.of(password)) {
            text.requireLength(minLength);
            return hash(text);
        }
    }

    /**
     * Hashes again, at today's cost, a password that {@link #verify} has just found right. It may be shorter than what
     * is asked of new passwords by now; blocks as {@link #hash} does.
     *
     * @return the PHC string to store with the user instead
     * @throws PasswordRefusedException when it is too long or not text, which a password that matched never is
     * @throws PasswordHasherBusyException when too many others are being hashed
     */
    public String rehash(String password) {
        try (PasswordText text = PasswordText.of(password)) {
            return hash(text);
        }
    }

    private String hash(PasswordText text) {
        byte[] salt = randomSalt();
        return new PhcString(cost, salt, limit.run(() -> argon2id(cost, salt, HASH_BYTES, text))).text();
    }

    /**
     * Checks a password that somebody signs in with. Pass null where there is no such user: the answer is no, at the
     * cost of one hash, so that the time does not tell who has an account. A stored hash that cannot be checked
     * (another scheme, misspelt, or asking for more than 1 GiB, 16 passes or 16 lanes) is answered in the same way,
     * and told as an event.
     *
     * @param stored what {@link #hash} or {@link #rehash} gave, or null for an unknown user
     * @throws PasswordRefusedException when the password is too long or not text, so that no hash can match it; the
     *     minimum length is asked of new passwords only
     * @throws PasswordHasherBusyException when too many others are being hashed
     */
    public Verification verify(String password, @Nullable String stored) {
        try (PasswordText text = PasswordText.of(password)) {
            PhcString known = stored == null ? null : readable(stored);
            if (known == null) {
                byte[] salt = randomSalt();
                limit.run(() -> argon2id(cost, salt, HASH_BYTES, text));
                return Verification.NO;
            }
            byte[] computed = limit.run(() -> argon2id(known.cost(), known.salt(), known.hash().length, text));
            boolean matches = MessageDigest.isEqual(computed, known.hash());
            return new Verification(matches, matches && outdated(known));
        }
    }

    private @Nullable PhcString readable(String stored) {
        try {
            return PhcString.parse(stored);
        } catch (IllegalArgumentException unreadable) {
            String detail = "a stored password hash cannot be checked: " + unreadable.getMessage();
            events.on(new Event(EventType.PASSWORD_HASH_UNREADABLE, clock.instant(), null, detail));
            return null;
        }
    }

    private boolean outdated(PhcString known) {
        return !known.cost().equals(cost) || known.salt().length != SALT_BYTES || known.hash().length != HASH_BYTES;
    }

    private static byte[] argon2id(Argon2Cost cost, byte[] salt, int length, PasswordText text) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(text.bytes(), hash);
        return hash;
    }

    private static byte[] randomSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /**
     * The answer to a password.
     *
     * @param matches true when it is the right one
     * @param needsRehash true when it is the right one and its stored hash was made with other settings than today's:
     *     {@link #rehash} the password and store that, now that it is at hand
     */
    public record Verification(boolean matches, boolean needsRehash) {
        private static final Verification NO = new Verification(false, false);
    }

    /** Collects settings; each is checked when it is given. For one thread. */
    public static final class Builder {

        private static final int LOWEST_MIN_LENGTH = 8;
        private static final int HIGHEST_MIN_LENGTH = 64;

        private Argon2Cost cost = Argon2Cost.STANDARD;
        private int minLength = 15;
        private int jobs = Runtime.getRuntime().availableProcessors();
        private int waiting = 64;
        private Duration patience = Duration.ofSeconds(2);
        private EventListener events = EventListener.logging();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * What a hash costs; by default 19456 KiB, 2 passes, 1 lane. Stored hashes with other settings stay valid and
         * are answered with {@code needsRehash}.
         *
         * @throws IllegalArgumentException when weaker than the OWASP minimum, or above 1 GiB, 16 passes or 16 lanes
         */
        public Builder cost(int memoryKib, int iterations, int parallelism) {
            Argon2Cost given = new Argon2Cost(memoryKib, iterations, parallelism);
            if (!given.strongEnough()) {
                throw new IllegalArgumentException(
                        "Argon2id needs at least 19456 KiB with 2 passes (or 47104 with 1, 12288"
                                + " with 3, 9216 with 4, 7168 with 5), given " + memoryKib + " KiB with " + iterations);
            }
            this.cost = given;
            return this;
        }

        /**
         * The fewest code points of a new password: 15 by default, which NIST SP 800-63B asks for where the password
         * is the only factor; 8 where there is a second one.
         *
         * @throws IllegalArgumentException when below 8 or above 64
         */
        public Builder minLength(int codePoints) {
            if (codePoints < LOWEST_MIN_LENGTH || codePoints > HIGHEST_MIN_LENGTH) {
                throw new IllegalArgumentException("the minimum length of passwords must be " + LOWEST_MIN_LENGTH
                        + " to " + HIGHEST_MIN_LENGTH + ", given " + codePoints);
            }
            this.minLength = codePoints;
            return this;
        }

        /**
         * How many hashes are computed at once, how many callers may wait for a place, and how long each.
         *
         * @throws IllegalArgumentException when there is not at least one job, or a number is negative
         */
        public Builder concurrency(int jobs, int waiting, Duration patience) {
            if (jobs < 1 || waiting < 0 || patience.isNegative()) {
                throw new IllegalArgumentException("at least 1 job, 0 waiting and no negative wait are needed, given "
                        + jobs + ", " + waiting + ", " + patience);
            }
            this.jobs = jobs;
            this.waiting = waiting;
            this.patience = patience;
            return this;
        }

        /** Who hears of stored hashes that cannot be checked, beside the log; each call adds a listener. */
        public Builder events(EventListener listener) {
            this.events = events.and(listener);
            return this;
        }

        /** The clock that events are dated by; the system's by default. */
        public Builder clock(Clock given) {
            this.clock = given;
            return this;
        }

        /** The hasher. */
        public PasswordHasher build() {
            return new PasswordHasher(this);
        }
    }
}
