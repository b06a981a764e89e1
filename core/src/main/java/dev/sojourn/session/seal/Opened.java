package dev.sojourn.session.seal;

/** What a sealed text held. {@code toString} is redacted. Safe for threads as long as nobody changes the plaintext. */
public final class Opened {

    private final byte[] plaintext;
    private final boolean current;

    Opened(byte[] plaintext, boolean current) {
        this.plaintext = plaintext;
        this.current = current;
    }

    /** The plaintext as it was sealed; not a copy, there is one owner. */
    public byte[] plaintext() {
        return plaintext;
    }

    /** False when a previous key sealed it: seal it anew when you can, so that the key can be retired. */
    public boolean current() {
        return current;
    }

    @Override
    public String toString() {
        return "Opened[redacted]";
    }
}
