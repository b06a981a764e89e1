package dev.sojourn.session;

import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.codec.UndecodableValueException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One attribute as one request works with it. Not thread-safe: guarded by its session. */
final class Slot {

    enum State {
        /** As stored, unless the value that was handed out has been mutated. */
        READ,
        /** A new value, whatever is stored. */
        PUT,
        /** To be removed. */
        REMOVED,
        /** Functions over what is stored at the moment of writing. */
        UPDATED
    }

    private final String name;
    private final SessionCodec codec;
    private final List<UnaryOperator<@Nullable Object>> updates = new ArrayList<>();
    private State state = State.READ;
    private byte @Nullable [] stored;
    private byte @Nullable [] encoded;
    private @Nullable Object value;
    private @Nullable Type type;
    private boolean decoded;
    private boolean given;
    private boolean sinceRestart;

    Slot(String name, byte @Nullable [] stored, SessionCodec codec) {
        this.name = name;
        this.stored = stored;
        this.codec = codec;
    }

    State state() {
        return state;
    }

    boolean sinceRestart() {
        return sinceRestart;
    }

    void markSinceRestart() {
        sinceRestart = true;
    }

    boolean present() {
        return state == State.READ ? stored != null : state != State.REMOVED;
    }

    /** The value in the type asked for; the same instance each time. */
    @Nullable
    Object get(Type wanted) throws UndecodableValueException {
        if (!present()) {
            return null;
        }
        if (decoded && (value == null || fits(wanted))) {
            return value;
        }
        if (decoded && codec.isMutable(value)) {
            throw new IllegalStateException("attribute \"" + publicName() + "\" is in use as " + type
                    + " in this request; it cannot be read as " + wanted.getTypeName() + " too");
        }
        byte[] source = state == State.READ ? stored : encoded;
        Object fresh = codec.decode(Objects.requireNonNull(source), wanted);
        if (!decoded || state == State.READ) {
            value = fresh;
            type = wanted;
            decoded = true;
        }
        return fresh;
    }

    /** A value that the application gave is taken at its word as to what it holds; a decoded one is as it was decoded. */
    private boolean fits(Type wanted) {
        if (wanted.equals(type)) {
            return true;
        }
        Type raw = given && wanted instanceof ParameterizedType generic ? generic.getRawType() : wanted;
        return raw instanceof Class<?> asked && asked.isInstance(value);
    }

    void put(@Nullable Object next) {
        encoded = codec.encode(publicName(), next);
        keep(State.PUT, next, next == null ? Object.class : next.getClass());
        updates.clear();
        given = true;
    }

    void remove() {
        keep(State.REMOVED, null, null);
        encoded = null;
        updates.clear();
    }

    /** Applies a function to the present value, to be applied again if the stored one changes before it is written. */
    @Nullable
    Object update(Type wanted, UnaryOperator<@Nullable Object> function) throws UndecodableValueException {
        settle();
        boolean overStored = state == State.UPDATED || state == State.READ && !mutated();
        if (!overStored) {
            Object next = function.apply(state == State.REMOVED ? null : get(wanted));
            put(next);
            return next;
        }
        // A fresh copy: the function may run again, and must not find what its first run did to the value.
        byte[] source = state == State.UPDATED ? encoded : stored;
        Object next = function.apply(source == null ? null : codec.decode(source, wanted));
        encoded = codec.encode(publicName(), next);
        updates.add(function);
        keep(State.UPDATED, next, wanted);
        return next;
    }

    /** Another writer came first: the stored value is now this one, and functions run again on it. */
    void rebase(byte @Nullable [] current) throws UndecodableValueException {
        if (state != State.UPDATED) {
            return;
        }
        stored = current;
        byte[] bytes = current;
        for (UnaryOperator<@Nullable Object> function : updates) {
            Type wanted = Objects.requireNonNull(type);
            value = function.apply(bytes == null ? null : codec.decode(bytes, wanted));
            bytes = codec.encode(publicName(), value);
        }
        encoded = bytes;
    }

    /** What stands in the record when the functions of an update were applied; null for nothing. */
    byte @Nullable [] stored() {
        return stored;
    }

    /** A value that was changed in place after an update is no longer what the functions say: it is put. */
    private void settle() {
        if (state != State.UPDATED || !codec.isMutable(value)) {
            return;
        }
        byte[] now = codec.encode(publicName(), value);
        if (!Arrays.equals(now, encoded)) {
            encoded = now;
            state = State.PUT;
            updates.clear();
        }
    }

    /** The bytes to write, over what is stored now; null when there is nothing to write. */
    byte @Nullable [] toWrite(byte @Nullable [] current) {
        settle();
        return switch (state) {
            case REMOVED -> null;
            case READ -> mutated() ? codec.encode(publicName(), value) : null;
            case UPDATED -> encoded;
            case PUT -> {
                byte[] now = codec.isMutable(value) ? codec.encode(publicName(), value) : encoded;
                yield Arrays.equals(now, current) ? null : now;
            }
        };
    }

    /** The bytes that were written are what is stored now. */
    void written(byte[] bytes) {
        stored = bytes;
        state = State.READ;
        updates.clear();
        sinceRestart = false;
    }

    /** True when the application holds a value that it may still change in place. */
    boolean watched() {
        return state == State.READ && decoded && stored != null && codec.isMutable(value);
    }

    /** True when the value that was handed out no longer says what is stored; another spelling of the same is no mutation. */
    boolean mutated() {
        if (!watched()) {
            return false;
        }
        byte[] now = codec.encode(publicName(), value);
        if (Arrays.equals(now, stored)) {
            return false;
        }
        if (given) {
            return true;
        }
        try {
            return !Arrays.equals(
                    now,
                    codec.encode(
                            publicName(), codec.decode(Objects.requireNonNull(stored), Objects.requireNonNull(type))));
        } catch (UndecodableValueException wasReadable) {
            throw new IllegalStateException(
                    "attribute \"" + publicName() + "\" was readable a moment ago", wasReadable);
        }
    }

    String publicName() {
        String application = SessionAttribute.applicationName(name);
        return application == null ? name : application;
    }

    private void keep(State next, @Nullable Object held, @Nullable Type as) {
        state = next;
        value = held;
        type = as;
        decoded = true;
        given = false;
    }
}
