package dev.sojourn.session.codec;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.cbor.CBORParser;

/**
 * Reads what passed {@link CborGate} into the natural types: those that the writer was given, collections as mutable
 * ones in stored order, registered types as themselves, enums as text. For one thread.
 */
final class CborReader {

    private final CBORParser in;
    private final TypeRegistry types;

    private CborReader(CBORParser in, TypeRegistry types) {
        this.in = in;
        this.types = types;
    }

    static @Nullable Object read(byte[] encoded, TypeRegistry types) {
        CborGate.check(encoded);
        try (CBORParser parser = Cbor.parser(encoded)) {
            parser.nextToken();
            return new CborReader(parser, types).value();
        }
    }

    private @Nullable Object next() {
        in.nextToken();
        return value();
    }

    private @Nullable Object value() {
        JsonToken token = in.currentToken();
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT ->
                in.getCurrentTag() == Tags.DATE ? LocalDate.ofEpochDay(in.getLongValue()) : in.getNumberValue();
            case VALUE_NUMBER_FLOAT -> in.getNumberValue();
            case VALUE_EMBEDDED_OBJECT -> in.getCurrentTag() == Tags.UUID ? uuid() : in.getBinaryValue();
            case START_ARRAY -> array();
            case START_OBJECT ->
                switch (in.getCurrentTag()) {
                    case Tags.INSTANT -> instant();
                    case Tags.DURATION -> duration();
                    default -> map();
                };
            default -> throw new Refusal("an unexpected " + token);
        };
    }

    private Object array() {
        return switch (in.getCurrentTag()) {
            case Tags.SET -> elements(new LinkedHashSet<>());
            case Tags.OBJECT -> object();
            default -> elements(new ArrayList<>());
        };
    }

    /** Objects of a set may become equal when a field is dropped from their type; anything else that does is no set. */
    private Object elements(Collection<@Nullable Object> elements) {
        int index = 0;
        try {
            for (; in.nextToken() != JsonToken.END_ARRAY; index++) {
                Object element = value();
                if (!elements.add(element) && (element == null || types.of(element.getClass()) == null)) {
                    throw new Refusal("an element stands twice in a set");
                }
            }
        } catch (Refusal refusal) {
            throw refusal.inside(index);
        }
        return elements;
    }

    private Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            int before = map.size();
            try {
                map.put(key, next());
            } catch (Refusal refusal) {
                throw refusal.inside(key);
            }
            if (map.size() == before) {
                throw new Refusal("the key " + Refusal.printable(key) + " stands twice");
            }
        }
        return map;
    }

    private Object object() {
        in.nextToken();
        String name = in.getString();
        in.nextToken();
        int number = in.getIntValue();
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return ofWidth(name, number);
        }
        Map<String, @Nullable Object> fields = map();
        in.nextToken();
        return types.create(name, number, fields);
    }

    private static Number ofWidth(String width, int number) {
        return switch (width) {
            case Tags.BYTE -> (byte) number;
            case Tags.SHORT -> (short) number;
            default -> (long) number;
        };
    }

    private UUID uuid() {
        ByteBuffer bytes = ByteBuffer.wrap(in.getBinaryValue());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private Instant instant() {
        long seconds = part();
        return Instant.ofEpochSecond(seconds, in.nextToken() == JsonToken.PROPERTY_NAME ? lastPart() : 0);
    }

    private Duration duration() {
        long seconds = part();
        return Duration.ofSeconds(seconds, in.nextToken() == JsonToken.PROPERTY_NAME ? lastPart() : 0);
    }

    private long part() {
        in.nextToken();
        in.nextToken();
        return in.getLongValue();
    }

    private long lastPart() {
        in.nextToken();
        long nanos = in.getLongValue();
        in.nextToken();
        return nanos;
    }
}
