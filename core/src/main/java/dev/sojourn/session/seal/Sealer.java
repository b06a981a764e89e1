package dev.sojourn.session.seal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into cookie text that nobody without the ring can read, make or change, and back. Thread-safe; follows
 * its ring.
 *
 * <p>The text is base64url of version (1 octet), key id (4), nonce (24), ciphertext and tag (16): XAES-256-GCM under
 * a subkey for the purpose. Version, key id, purpose, cookie name and application are authenticated with it. Inside,
 * padding hides the length in steps of 64 octets.
 */
public final class Sealer {

    private static final String LABEL = "sess/v1";
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + RingKey.KEY_ID_OCTETS;
    private static final int OVERHEAD = HEADER + Aead.NONCE + Aead.TAG;
    private static final int MAX_COOKIE = 4096;

    private final SealingKeys keys;
    private final String purpose;
    private final String application;
    private final String cookieName;
    private final Function<byte[], Aead> cipher;
    private final int paddedLimit;
    private volatile Bound bound;

    Sealer(SealingKeys keys, String purpose, String application, String cookieName, Function<byte[], Aead> cipher) {
        if (purpose.isEmpty() || cookieName.isEmpty()) {
            throw new IllegalArgumentException("purpose and cookie name must not be empty");
        }
        this.keys = keys;
        this.purpose = purpose;
        this.application = application;
        this.cookieName = cookieName;
        this.cipher = cipher;
        this.paddedLimit = Base64Url.decodedLength(MAX_COOKIE - cookieName.length()) - OVERHEAD;
        if (paddedLimit < Padding.BUCKET) {
            throw new IllegalArgumentException("a cookie name of " + cookieName.length()
                    + " characters leaves no room in " + MAX_COOKIE + " octets");
        }
        KeyRing ring = keys.ring();
        this.bound = new Bound(ring, slots(ring, List.of()));
    }

    /** The most octets of plaintext whose sealed text fits into 4096 octets together with the cookie's name. */
    public int capacity() {
        return paddedLimit - 1;
    }

    /**
     * Seals under the ring's current key; the same plaintext gives another text each time.
     *
     * @param plaintext at most {@link #capacity()} octets
     * @return text of {@code A-Z a-z 0-9 _ -}
     * @throws IllegalArgumentException when the plaintext is too large
     */
    public String seal(byte[] plaintext) {
        if (plaintext.length > capacity()) {
            throw new IllegalArgumentException(
                    "a sealed value may have " + capacity() + " octets, given " + plaintext.length);
        }
        Slot slot = bound().slots.get(0);
        byte[] padded = Padding.pad(plaintext, paddedLimit);
        byte[] envelope = new byte[padded.length + OVERHEAD];
        ByteBuffer.wrap(envelope).put(VERSION).putInt(slot.id);
        slot.aead.seal(padded, slot.associated, envelope, HEADER);
        return Base64Url.encode(envelope);
    }

    /**
     * Opens what {@link #seal} gave, under whichever key of the ring sealed it. Empty for everything else, whatever
     * is wrong with it; never an exception. Tries one key at most.
     */
    public Optional<Opened> open(String text) {
        if (text.length() > Base64Url.encodedLength(paddedLimit + OVERHEAD)) {
            return Optional.empty();
        }
        byte[] envelope = Base64Url.decode(text);
        if (envelope == null
                || !Padding.isPaddedLength(envelope.length - OVERHEAD, paddedLimit)
                || envelope[0] != VERSION) {
            return Optional.empty();
        }
        Slot slot = bound().find(ByteBuffer.wrap(envelope).getInt(1));
        byte[] padded = slot == null ? null : slot.aead.open(envelope, HEADER, slot.associated);
        byte[] plaintext = padded == null ? null : Padding.strip(padded);
        return slot == null || plaintext == null ? Optional.empty() : Optional.of(new Opened(plaintext, slot.current));
    }

    private Bound bound() {
        Bound seen = bound;
        KeyRing ring = keys.ring();
        return seen.ring.equals(ring) ? seen : bind(ring);
    }

    private synchronized Bound bind(KeyRing ring) {
        if (!bound.ring.equals(ring)) {
            bound = new Bound(ring, slots(ring, bound.slots));
        }
        return bound;
    }

    /** One slot per key, the current one first; what a key has learnt moves with it from the former slots. */
    private List<Slot> slots(KeyRing ring, List<Slot> former) {
        List<Slot> slots = new ArrayList<>();
        for (RingKey key : ring.all()) {
            // A staged key is the newer one: sealing its texts anew would send them back and forth between processes.
            boolean current = ring.roleOf(key) != SealingKeys.Role.PREVIOUS;
            Slot known = null;
            for (Slot slot : former) {
                known = slot.key.sameSecret(key) ? slot : known;
            }
            slots.add(
                    known == null
                            ? slot(key, current)
                            : new Slot(key, current, known.id, known.aead, known.associated));
        }
        return List.copyOf(slots);
    }

    private Slot slot(RingKey key, boolean current) {
        byte[] subkey = key.subkey(purpose);
        byte[] id = RingKey.keyId(subkey);
        byte[] associated = new LengthPrefixed(LABEL)
                .addRaw(VERSION)
                .addRaw(id)
                .add(purpose)
                .add(cookieName)
                .add(application)
                .toByteArray();
        return new Slot(key, current, ByteBuffer.wrap(id).getInt(), cipher.apply(subkey), associated);
    }

    /** The ring as it was at one moment, ready for use. */
    private record Bound(KeyRing ring, List<Slot> slots) {

        /**
         * The key of that id. Two keys of a ring share one with a chance of 2<sup>-32</sup>; then the first, which is
         * the newer, has it, and what the other sealed no longer opens: one text, one key, one attempt.
         */
        @Nullable
        Slot find(int id) {
            for (int i = 0; i < slots.size(); i++) {
                Slot slot = slots.get(i);
                if (slot.id == id) {
                    return slot;
                }
            }
            return null;
        }
    }

    /** One key of the ring, bound to this sealer's purpose, cookie and application. */
    private static final class Slot {
        private final RingKey key;
        private final boolean current;
        private final int id;
        private final Aead aead;
        private final byte[] associated;

        Slot(RingKey key, boolean current, int id, Aead aead, byte[] associated) {
            this.key = key;
            this.current = current;
            this.id = id;
            this.aead = aead;
            this.associated = associated;
        }
    }
}
