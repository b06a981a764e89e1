package dev.sojourn.session.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.dataformat.cbor.CBORGenerator;

/**
 * Writes one value in the one form it has: definite lengths, shortest integers, incidental orders sorted. For one
 * thread.
 */
final class CborWriter {

    /** From somewhat below 4 000 characters on the library would write text in chunks, which is a second form. */
    private static final int NEVER_CHUNKED = 1_000;

    private final CBORGenerator out;
    private final TypeRegistry types;
    private int entries;

    private CborWriter(CBORGenerator out, TypeRegistry types) {
        this.out = out;
        this.types = types;
    }

    static byte[] write(@Nullable Object value, TypeRegistry types) {
        BoundedOutput output = new BoundedOutput();
        try (CBORGenerator generator = Cbor.generator(output)) {
            new CborWriter(generator, types).value(value, 0);
        }
        return output.toBytes();
    }

    private void value(@Nullable Object value, int depth) {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Enum<?> constant) {
            text(constant.name());
        } else if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (!timeOrId(value)) {
            container(value, depth);
        }
    }

    private void container(Object value, int depth) {
        Limits.checkDepth(depth);
        TypeMapping mapping = types.of(value.getClass());
        if (mapping != null) {
            object(mapping, value, depth);
        } else if (value instanceof List<?> list) {
            Limits.checkEntries(list.size(), entries);
            elements(list.toArray(), depth);
        } else if (value instanceof Set<?> set) {
            Limits.checkEntries(set.size(), entries);
            out.writeTag(Tags.SET);
            elements(Orders.elements(set), depth);
        } else if (value instanceof Map<?, ?> map) {
            Limits.checkEntries(map.size(), entries);
            map(map, depth);
        } else {
            throw unsupported(value.getClass());
        }
    }

    private void elements(@Nullable Object[] elements, int depth) {
        entries = Limits.checkEntries(elements.length, entries);
        out.writeStartArray(null, elements.length);
        int index = 0;
        try {
            for (; index < elements.length; index++) {
                value(elements[index], depth + 1);
            }
        } catch (Refusal refusal) {
            throw refusal.inside(index);
        }
        out.writeEndArray();
    }

    private void map(Map<?, ?> map, int depth) {
        List<Map.Entry<String, @Nullable Object>> ordered = Orders.entries(map);
        entries = Limits.checkEntries(ordered.size(), entries);
        out.writeStartObject(null, ordered.size());
        for (Map.Entry<String, @Nullable Object> entry : ordered) {
            try {
                key(entry.getKey());
                value(entry.getValue(), depth + 1);
            } catch (Refusal refusal) {
                throw refusal.inside(entry.getKey());
            }
        }
        out.writeEndObject();
    }

    private void object(TypeMapping mapping, Object value, int depth) {
        Field[] fields = mapping.fields();
        entries = Limits.checkEntries(fields.length, entries);
        out.writeTag(Tags.OBJECT);
        out.writeStartArray(null, 3);
        out.writeString(mapping.shortName());
        out.writeNumber(mapping.version());
        out.writeStartObject(null, fields.length);
        for (Field field : fields) {
            try {
                out.writeName(field.encodedName());
                field(field, field.get(value), depth + 1);
            } catch (Refusal refusal) {
                throw refusal.inside(field.name());
            }
        }
        out.writeEndObject();
        out.writeEndArray();
    }

    private void field(Field field, @Nullable Object value, int depth) {
        if (field.isInteger() && value != null) {
            // The declared type gives the width back.
            out.writeNumber(((Number) value).longValue());
        } else {
            value(value, depth);
        }
    }

    private void number(Number number) {
        if (number instanceof Integer n) {
            out.writeNumber(n.intValue());
        } else if (number instanceof Long n) {
            whole(n);
        } else if (number instanceof Double n) {
            finite(Double.isFinite(n));
            out.writeNumber(n.doubleValue());
        } else if (number instanceof Float n) {
            finite(Float.isFinite(n));
            out.writeNumber(n.floatValue());
        } else if (number instanceof BigDecimal n) {
            decimal(Limits.checked(n));
        } else if (number instanceof BigInteger n) {
            out.writeNumber(Limits.checked(n));
        } else if (number instanceof Short n) {
            width(Tags.SHORT, n);
        } else if (number instanceof Byte n) {
            width(Tags.BYTE, n);
        } else {
            throw unsupported(number.getClass());
        }
    }

    private void whole(long number) {
        if (number == (int) number) {
            width(Tags.LONG, number);
        } else {
            out.writeNumber(number);
        }
    }

    private void width(String width, long number) {
        out.writeTag(Tags.OBJECT);
        out.writeStartArray(null, 2);
        out.writeString(width);
        out.writeNumber(number);
        out.writeEndArray();
    }

    private static void finite(boolean finite) {
        if (!finite) {
            throw new Refusal("NaN and infinite numbers cannot be stored");
        }
    }

    /** By hand, since the library writes the digits of some decimals in more bytes than they need. */
    private void decimal(BigDecimal number) {
        out.writeTag(Tags.DECIMAL);
        out.writeStartArray(null, 2);
        out.writeNumber(-number.scale());
        BigInteger unscaled = number.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            out.writeNumber(unscaled.longValue());
        } else {
            out.writeNumber(unscaled);
        }
        out.writeEndArray();
    }

    private boolean timeOrId(Object value) {
        if (value instanceof Instant instant) {
            seconds(Tags.INSTANT, instant.getEpochSecond(), instant.getNano());
        } else if (value instanceof Duration duration) {
            seconds(Tags.DURATION, duration.getSeconds(), duration.getNano());
        } else if (value instanceof LocalDate date) {
            out.writeTag(Tags.DATE);
            out.writeNumber(date.toEpochDay());
        } else if (value instanceof UUID id) {
            out.writeTag(Tags.UUID);
            out.writeBinary(ByteBuffer.allocate(16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
        } else {
            return false;
        }
        return true;
    }

    private void seconds(int tag, long seconds, int nanos) {
        out.writeTag(tag);
        out.writeStartObject(null, nanos == 0 ? 1 : 2);
        out.writePropertyId(1);
        out.writeNumber(seconds);
        if (nanos != 0) {
            out.writePropertyId(-9);
            out.writeNumber(nanos);
        }
        out.writeEndObject();
    }

    private void text(String text) {
        Utf8.check(text);
        if (text.length() <= NEVER_CHUNKED) {
            out.writeString(text);
        } else {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeUTF8String(utf8, 0, utf8.length);
        }
    }

    private static Refusal unsupported(Class<?> type) {
        return new Refusal(type.getTypeName() + " is no type a session keeps; register it with"
                + " SessionCodec.builder().register(...), or store what identifies it");
    }

    private void key(String key) {
        Utf8.check(key);
        if (key.length() <= NEVER_CHUNKED) {
            out.writeName(key);
        } else {
            out.writeName(new SerializedString(key));
        }
    }
}
