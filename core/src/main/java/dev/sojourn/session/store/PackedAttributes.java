package dev.sojourn.session.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attribute names and their encoded values in one array, sorted by name, so that equal content has equal bytes. Immutable.
 *
 * <p>Layout, per attribute: varint length of the name, name in UTF-8, varint length of the value, value.
 */
public final class PackedAttributes {

    /** No attributes. */
    public static final PackedAttributes EMPTY = new PackedAttributes(new byte[0]);

    private static final int MAX_VARINT_SHIFT = 28;

    private final byte[] packed;

    private PackedAttributes(byte[] packed) {
        this.packed = packed;
    }

    /** Packs a map of names to encoded values; the map and its arrays are copied. */
    public static PackedAttributes of(Map<String, byte[]> attributes) {
        if (attributes.isEmpty()) {
            return EMPTY;
        }
        SortedMap<String, byte[]> sorted = new TreeMap<>(attributes);
        byte[][] names = new byte[sorted.size()][];
        int size = 0;
        int index = 0;
        for (Map.Entry<String, byte[]> entry : sorted.entrySet()) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            names[index++] = name;
            size += varintSize(name.length)
                    + name.length
                    + varintSize(entry.getValue().length)
                    + entry.getValue().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        index = 0;
        for (byte[] value : sorted.values()) {
            putWithLength(out, names[index++]);
            putWithLength(out, value);
        }
        return new PackedAttributes(out.array());
    }

    /**
     * Reads back what {@link #bytes()} gave, checking the whole of it.
     *
     * @throws InvalidRecordException when the bytes are not a well-formed packing
     */
    public static PackedAttributes parse(byte[] packed) throws InvalidRecordException {
        try {
            ByteBuffer in = ByteBuffer.wrap(packed);
            String previous = null;
            while (in.hasRemaining()) {
                byte[] name = getWithLength(in);
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(name))
                        .toString();
                if (previous != null && previous.compareTo(text) >= 0) {
                    throw new InvalidRecordException("attribute names are not in order");
                }
                previous = text;
                skip(in, getVarint(in));
            }
        } catch (BufferUnderflowException | CharacterCodingException malformed) {
            throw new InvalidRecordException("attributes are malformed", malformed);
        }
        return packed.length == 0 ? EMPTY : new PackedAttributes(packed.clone());
    }

    /** The encoded value of a name, a copy; null where there is none. */
    public byte @Nullable [] get(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer in = ByteBuffer.wrap(packed);
        while (in.hasRemaining()) {
            int length = getVarint(in);
            boolean found = length == wanted.length
                    && Arrays.equals(packed, in.position(), in.position() + length, wanted, 0, length);
            in.position(in.position() + length);
            int valueLength = getVarint(in);
            if (found) {
                return Arrays.copyOfRange(packed, in.position(), in.position() + valueLength);
            }
            in.position(in.position() + valueLength);
        }
        return null;
    }

    /** The names, in order. */
    public Set<String> names() {
        return toMap().keySet();
    }

    /** Names and encoded values as a map of its own, in the order of the names. */
    public Map<String, byte[]> toMap() {
        Map<String, byte[]> map = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(packed);
        while (in.hasRemaining()) {
            String name = new String(getWithLength(in), StandardCharsets.UTF_8);
            map.put(name, getWithLength(in));
        }
        return map;
    }

    /** True when there are no attributes. */
    public boolean isEmpty() {
        return packed.length == 0;
    }

    /** The number of packed bytes. */
    public int size() {
        return packed.length;
    }

    /** The packed form, a copy. */
    public byte[] bytes() {
        return packed.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedAttributes attributes && Arrays.equals(packed, attributes.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    /** The size alone: values are the application's. */
    @Override
    public String toString() {
        return "PackedAttributes[" + packed.length + " bytes]";
    }

    private static int varintSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static void putWithLength(ByteBuffer out, byte[] bytes) {
        int value = bytes.length;
        while (value > 0x7f) {
            out.put((byte) (value & 0x7f | 0x80));
            value >>>= 7;
        }
        out.put((byte) value);
        out.put(bytes);
    }

    private static int getVarint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift <= MAX_VARINT_SHIFT; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }

    private static byte[] getWithLength(ByteBuffer in) {
        int length = getVarint(in);
        byte[] bytes = new byte[checked(in, length)];
        in.get(bytes);
        return bytes;
    }

    private static void skip(ByteBuffer in, int length) {
        in.position(in.position() + checked(in, length));
    }

    private static int checked(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }
}
