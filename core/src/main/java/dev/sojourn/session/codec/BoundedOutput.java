package dev.sojourn.session.codec;

import java.io.OutputStream;
import java.util.Arrays;

/** Collects what is written and refuses to hold more than {@link Limits#BYTES}. */
final class BoundedOutput extends OutputStream {

    private byte[] bytes = new byte[64];
    private int size;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        if (length > Limits.BYTES - size) {
            throw new Refusal("encodes to more than " + Limits.BYTES + " bytes");
        }
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
