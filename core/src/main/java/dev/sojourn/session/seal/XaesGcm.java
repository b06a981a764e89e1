package dev.sojourn.session.seal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * XAES-256-GCM (C2SP): AES-256-GCM with 192-bit nonces. The first twelve octets of the nonce select a derived key,
 * the other twelve are the nonce under it. Thread-safe.
 *
 * <p>Deriving costs more than sealing, so one prefix is drawn at random and kept for an hour or 2<sup>28</sup>
 * messages; with a random rest, two of them collide with a chance below 2<sup>-40</sup>. Keys of other prefixes are
 * kept once something has opened under them, so that nobody without the key can fill the memory. The format is that
 * of the specification.
 */
final class XaesGcm implements Aead {

    static final long SEALS_PER_PREFIX = 1L << 28;

    private static final int KEY = 32;
    private static final int PREFIX = NONCE - GcmKey.NONCE;
    private static final int BLOCK = 16;
    private static final long PREFIX_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int KEPT_KEYS = 256;
    private static final String BLOCK_CIPHER = "AES/ECB/NoPadding";

    private final SecretKeySpec key;
    private final byte[] k1;
    private final SecureRandom random;
    private final LongSupplier nanoTime;
    private final long sealsPerPrefix;
    private final Slots<Cipher> blockCiphers = new Slots<>();
    private final Cache<Prefix, GcmKey> derivedKeys =
            Caffeine.newBuilder().maximumSize(KEPT_KEYS).executor(Runnable::run).build();
    private volatile @Nullable Sealing sealing;

    /**
     * @param key 32 octets
     * @param nanoTime as {@link System#nanoTime()}
     * @param sealsPerPrefix how many nonces may share their first twelve octets
     */
    XaesGcm(byte[] key, SecureRandom random, LongSupplier nanoTime, long sealsPerPrefix) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("an XAES-256-GCM key has " + KEY + " octets, given " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.k1 = doubled(encryptBlocks(new byte[BLOCK]));
        this.random = random;
        this.nanoTime = nanoTime;
        this.sealsPerPrefix = sealsPerPrefix;
    }

    /** {@code K1 = L << 1}, reduced by the polynomial of CMAC (NIST SP 800-38B section 6.1). */
    static byte[] doubled(byte[] l) {
        byte[] k1 = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            k1[i] = (byte) (l[i] << 1 | carry);
            carry = l[i] >> 7 & 1;
        }
        k1[BLOCK - 1] ^= (byte) (carry * 0x87);
        return k1;
    }

    /** {@code Kx}: one block with counter 1 and one with counter 2, each masked with K1. */
    byte[] derive(byte[] nonce, int at) {
        byte[] blocks = new byte[2 * BLOCK];
        for (int counter = 1; counter <= 2; counter++) {
            int block = (counter - 1) * BLOCK;
            blocks[block + 1] = (byte) counter;
            blocks[block + 2] = 'X';
            System.arraycopy(nonce, at, blocks, block + 4, PREFIX);
            for (int i = 0; i < BLOCK; i++) {
                blocks[block + i] ^= k1[i];
            }
        }
        return encryptBlocks(blocks);
    }

    /** Each block for itself under the key: ECB, which is nothing but the bare block cipher. */
    byte[] encryptBlocks(byte[] blocks) {
        try {
            Cipher pooled = blockCiphers.take();
            Cipher cipher = pooled == null ? blockCipher() : pooled;
            byte[] encrypted = cipher.doFinal(blocks);
            blockCiphers.give(cipher);
            return encrypted;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java platform lacks " + BLOCK_CIPHER, missing);
        }
    }

    private Cipher blockCipher() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(BLOCK_CIPHER);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher;
    }

    @Override
    public void seal(byte[] plaintext, byte[] associated, byte[] out, int at) {
        Sealing current = sealing();
        System.arraycopy(current.prefix, 0, out, at, PREFIX);
        current.key.seal(random, plaintext, associated, out, at + PREFIX);
    }

    @Override
    public byte @Nullable [] open(byte[] in, int at, byte[] associated) {
        if (in.length - at < NONCE + TAG) {
            return null;
        }
        Prefix prefix = Prefix.at(in, at);
        GcmKey kept = derivedKeys.getIfPresent(prefix);
        if (kept != null) {
            return kept.open(in, at + PREFIX, associated);
        }
        GcmKey derived = new GcmKey(derive(in, at));
        byte[] plaintext = derived.open(in, at + PREFIX, associated);
        if (plaintext != null) {
            derivedKeys.put(prefix, derived);
        }
        return plaintext;
    }

    /** How many derived keys are kept. */
    long keptKeys() {
        derivedKeys.cleanUp();
        return derivedKeys.estimatedSize();
    }

    private Sealing sealing() {
        Sealing current = sealing;
        return current != null && current.admits() ? current : freshSealing(current);
    }

    private synchronized Sealing freshSealing(@Nullable Sealing spent) {
        Sealing current = sealing;
        if (current != null && current != spent && current.admits()) {
            return current;
        }
        byte[] prefix = new byte[PREFIX];
        random.nextBytes(prefix);
        Sealing fresh = new Sealing(prefix, new GcmKey(derive(prefix, 0)));
        fresh.admits();
        derivedKeys.put(Prefix.at(prefix, 0), fresh.key);
        sealing = fresh;
        return fresh;
    }

    /** The prefix that messages are sealed under now. */
    private final class Sealing {

        private final byte[] prefix;
        private final GcmKey key;
        private final long since = nanoTime.getAsLong();
        private final AtomicLong seals = new AtomicLong();

        Sealing(byte[] prefix, GcmKey key) {
            this.prefix = prefix;
            this.key = key;
        }

        /** Counts one more message; false when there may be none. */
        boolean admits() {
            return nanoTime.getAsLong() - since < PREFIX_NANOS && seals.incrementAndGet() <= sealsPerPrefix;
        }
    }

    /** Twelve octets as a map key. */
    private record Prefix(long head, int tail) {
        static Prefix at(byte[] octets, int at) {
            ByteBuffer buffer = ByteBuffer.wrap(octets, at, PREFIX);
            return new Prefix(buffer.getLong(), buffer.getInt());
        }
    }
}
