package dev.sojourn.session.seal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A ring of keys: the current one seals, all of them open. One ring serves every purpose, each through a subkey of
 * its own. Thread-safe; sealers follow every change at once. {@code toString} shows ids, never secrets.
 *
 * <p>Changing keys where one process serves: {@link #rotate}, and {@link #retire} the old key when what it sealed has
 * expired. Where several do: {@link #stage} on one, {@link #reload} on all, {@link #promote} on one, {@link #reload}
 * on all; at no moment does one process seal what another cannot open.
 */
public final class SealingKeys {

    private final @Nullable KeyFile file;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Held from reading the file until {@link #ring} is set, or an older ring could overtake a newer one; never to read it. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile KeyRing ring;

    private SealingKeys(@Nullable KeyFile file, Clock clock, KeyRing ring) {
        this.file = file;
        this.clock = clock;
        this.ring = ring;
    }

    /** What a key does in its ring. */
    public enum Role {
        /** Seals and opens. */
        CURRENT,
        /** Opens already, and will seal once it is promoted. */
        STAGED,
        /** Sealed once, and still opens. */
        PREVIOUS
    }

    /**
     * What may be told about a key.
     *
     * @param id eight hex digits, derived from the secret and of no use for finding it
     * @param role what it does
     * @param created when it was made; null where nobody wrote it down
     */
    public record Key(String id, Role role, @Nullable Instant created) {}

    /**
     * The ring in a file; made with one new key where there is none, with mode 0600, together with missing
     * directories. Two processes that start at once end with the same ring.
     *
     * @throws IllegalStateException when the file is a link, can be read or written by others, or is damaged
     * @throws java.io.UncheckedIOException when it cannot be read or written
     */
    public static SealingKeys inFile(Path path) {
        return inFile(path, Clock.systemUTC());
    }

    static SealingKeys inFile(Path path, Clock clock) {
        KeyFile file = new KeyFile(path);
        KeyRing found = file.read();
        if (found != null) {
            return new SealingKeys(file, clock, found);
        }
        SecureRandom random = new SecureRandom();
        KeyRing ring = file.edit(
                before -> before == null ? new KeyRing(RingKey.random(random, now(clock)), null, List.of()) : before);
        return new SealingKeys(file, clock, ring);
    }

    /**
     * A ring of given keys, such as a secret manager holds them; it cannot be changed, a new one is made instead.
     *
     * @param current seals and opens; 32 octets or more from a random generator, copied
     * @param previous open only, newest first
     * @throws IllegalArgumentException when a key is short, readable text, regular, a published sample, or listed twice
     */
    public static SealingKeys of(byte[] current, byte[]... previous) {
        List<RingKey> old = new ArrayList<>();
        for (byte[] key : previous) {
            old.add(new RingKey(key, null));
        }
        return new SealingKeys(null, Clock.systemUTC(), new KeyRing(new RingKey(current, null), null, old));
    }

    /**
     * Makes a new key current; what was current becomes previous and still opens.
     *
     * @return the id of the new key
     * @throws IllegalStateException when the ring is not kept in a file, or the file is refused
     */
    public String rotate() {
        return add(KeyRing::rotatedTo);
    }

    /**
     * Makes a new key that opens but does not seal, so that every process can learn it before it is used.
     *
     * @return the id of the new key, for {@link #promote}
     * @throws IllegalStateException when a key is staged already, the ring is not kept in a file, or the file is
     *     refused
     */
    public String stage() {
        return add(KeyRing::staging);
    }

    /**
     * Makes a staged or previous key current; what was current becomes previous. Nothing happens when it is current
     * already.
     *
     * @throws IllegalArgumentException when no key has that id
     * @throws IllegalStateException when the ring is not kept in a file, or the file is refused
     */
    public void promote(String id) {
        edit(before -> before.promoting(id));
    }

    /**
     * Removes a key; what it sealed no longer opens.
     *
     * @throws IllegalArgumentException when no key has that id, or it is the current one
     * @throws IllegalStateException when the ring is not kept in a file, or the file is refused
     */
    public void retire(String id) {
        edit(before -> before.retiring(id));
    }

    /**
     * Reads the file again, to follow what another process changed.
     *
     * @throws IllegalStateException when the ring is not kept in a file, or the file is gone or refused; the ring
     *     stays as it was
     */
    public void reload() {
        follow(requireFile()::read);
    }

    /** The keys: current, staged, previous ones newest first. */
    public List<Key> keys() {
        return ring.describe();
    }

    /**
     * A sealer for one purpose and cookie of one application; values of another are strangers to it.
     *
     * @param purpose what the values are, such as {@code session}; one purpose, one kind of value
     * @param application the name that tells applications apart which share this ring
     * @param cookieName the cookie that carries the values
     * @throws IllegalArgumentException when purpose or cookie name are empty, one holds a lone surrogate, or the
     *     cookie name leaves no room for a value
     */
    public Sealer sealer(String purpose, String application, String cookieName) {
        return new Sealer(
                this,
                purpose,
                application,
                cookieName,
                key -> new XaesGcm(key, random, System::nanoTime, XaesGcm.SEALS_PER_PREFIX));
    }

    KeyRing ring() {
        return ring;
    }

    private String add(BiFunction<KeyRing, RingKey, KeyRing> change) {
        RingKey[] added = new RingKey[1];
        edit(before -> {
            RingKey next = RingKey.random(random, now(clock));
            while (before.has(next.id())) {
                next = RingKey.random(random, now(clock));
            }
            added[0] = next;
            return change.apply(before, next);
        });
        return added[0].id();
    }

    private void edit(UnaryOperator<KeyRing> change) {
        KeyFile from = requireFile();
        follow(() -> from.edit(before -> {
            if (before == null) {
                throw gone();
            }
            return change.apply(before);
        }));
    }

    private void follow(Supplier<@Nullable KeyRing> source) {
        changing.lock();
        try {
            KeyRing found = source.get();
            if (found == null) {
                throw gone();
            }
            ring = found;
        } finally {
            changing.unlock();
        }
    }

    private KeyFile requireFile() {
        if (file == null) {
            throw new IllegalStateException(
                    "this ring was given its keys and is not kept in a file; make a new one with"
                            + " SealingKeys.of, or keep it in a file");
        }
        return file;
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the key file is gone; restore it, or start again, which makes a new one");
    }

    private static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "SealingKeys" + keys();
    }
}
