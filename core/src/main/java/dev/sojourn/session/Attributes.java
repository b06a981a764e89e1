package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.codec.UndecodableValueException;
import dev.sojourn.session.codec.UnsupportedValueException;
import dev.sojourn.session.store.PackedAttributes;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attributes as one request sees and changes them, over the record that was found. Values are decoded when asked for, and
 * once. Not thread-safe: guarded by its session.
 */
final class Attributes {

    /**
     * What is to be written.
     *
     * @param set bytes by name
     * @param removed names to remove
     * @param expected what updates were computed from
     */
    record Delta(Map<String, byte[]> set, Set<String> removed, Map<String, Optional<byte[]>> expected) {
        boolean isEmpty() {
            return set.isEmpty() && removed.isEmpty();
        }
    }

    private final SessionContext context;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private PackedAttributes base;
    private @Nullable String handle;
    private @Nullable Set<String> keptAtRestart;
    private boolean restarted;

    Attributes(SessionContext context, PackedAttributes base, @Nullable String handle) {
        this.context = context;
        this.base = base;
        this.handle = handle;
    }

    @Nullable
    Object get(String name, Type type) {
        Slot slot = slot(name);
        try {
            return slot.get(type);
        } catch (UndecodableValueException unreadable) {
            unreadable(slot, unreadable);
            return null;
        }
    }

    void put(String name, @Nullable Object value) {
        requireText(name);
        Slot slot = slot(name);
        slot.put(value);
        touched(slot);
    }

    void remove(String name) {
        Slot slot = slot(name);
        slot.remove();
        touched(slot);
    }

    @Nullable
    Object update(String name, Type type, UnaryOperator<@Nullable Object> function) {
        requireText(name);
        Slot slot = slot(name);
        try {
            Object next = slot.update(type, function);
            touched(slot);
            return next;
        } catch (UndecodableValueException unreadable) {
            unreadable(slot, unreadable);
            Object next = function.apply(null);
            slot.put(next);
            touched(slot);
            return next;
        }
    }

    boolean contains(String name) {
        return slot(name).present();
    }

    /** The application's names that have a value, in order. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String stored : base.names()) {
            if (!slots.containsKey(stored) && visible(stored)) {
                addApplicationName(names, stored);
            }
        }
        slots.forEach((stored, slot) -> {
            if (slot.present()) {
                addApplicationName(names, stored);
            }
        });
        return names;
    }

    private static void addApplicationName(Set<String> names, String stored) {
        String name = SessionAttribute.applicationName(stored);
        if (name != null) {
            names.add(name);
        }
    }

    /** From here on only the attributes of these stored names are there, and what is put from now on. */
    void restart(Set<String> kept) {
        keptAtRestart = keptAtRestart == null ? kept : intersection(kept, keptAtRestart);
        restarted = true;
        slots.keySet().retainAll(kept);
    }

    /** The record that was found has ended: what remains is what was changed since the restart. */
    void startFresh() {
        keptAtRestart = null;
        slots.values().removeIf(slot -> !slot.sinceRestart());
        rebase(PackedAttributes.EMPTY);
    }

    /** Another writer came first; updates run again on what is stored now. */
    void rebase(PackedAttributes current) {
        base = current;
        for (Map.Entry<String, Slot> entry : slots.entrySet()) {
            Slot slot = entry.getValue();
            try {
                slot.rebase(visibleBytes(entry.getKey()));
            } catch (UndecodableValueException unreadable) {
                throw new IllegalStateException(
                        "attribute \"" + slot.publicName()
                                + "\" was replaced by something unreadable; nothing was written",
                        unreadable);
            }
        }
    }

    Delta delta() {
        Map<String, byte[]> set = new LinkedHashMap<>();
        Set<String> removed = new HashSet<>();
        Map<String, Optional<byte[]>> expected = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            byte[] bytes = slot.toWrite(visibleBytes(name));
            if (bytes != null) {
                set.put(name, bytes);
            } else if (slot.state() == Slot.State.REMOVED && base.get(name) != null) {
                removed.add(name);
            }
            if (slot.state() == Slot.State.UPDATED) {
                // A value that a restart has hidden still stands in the record until this is written.
                expected.put(name, Optional.ofNullable(visible(name) ? slot.stored() : base.get(name)));
            }
        });
        if (keptAtRestart != null) {
            for (String name : base.names()) {
                if (!keptAtRestart.contains(name) && !set.containsKey(name)) {
                    removed.add(name);
                }
            }
        }
        return new Delta(set, removed, expected);
    }

    /** The delta was written and this is what is stored now. */
    void written(Delta delta, PackedAttributes current, String newHandle) {
        base = current;
        handle = newHandle;
        keptAtRestart = null;
        restarted = false;
        slots.forEach((name, slot) -> {
            byte[] bytes = delta.set().get(name);
            if (bytes != null) {
                slot.written(bytes);
            }
        });
        // Only values that the application holds and may still change are watched on; the rest is read anew.
        slots.values().removeIf(slot -> !slot.watched());
    }

    /** The application's names of values that were mutated and not written. */
    Set<String> mutated() {
        Set<String> names = new TreeSet<>();
        for (Slot slot : slots.values()) {
            try {
                if (slot.mutated()) {
                    names.add(slot.publicName());
                }
            } catch (UnsupportedValueException noLongerStorable) {
                names.add(slot.publicName());
            }
        }
        return names;
    }

    private Slot slot(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            slot = new Slot(name, visible(name) ? base.get(name) : null, context.codec());
            slots.put(name, slot);
        }
        return slot;
    }

    /** Half a surrogate pair has no UTF-8: two such names would be stored as one. */
    private static void requireText(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                throw new IllegalArgumentException(
                        "an attribute name must be well-formed text, but has half a surrogate pair at " + i);
            }
            i += pair ? 1 : 0;
        }
    }

    private boolean visible(String name) {
        return keptAtRestart == null || keptAtRestart.contains(name);
    }

    private byte @Nullable [] visibleBytes(String name) {
        return visible(name) ? base.get(name) : null;
    }

    private void touched(Slot slot) {
        if (restarted) {
            slot.markSinceRestart();
        }
    }

    private void unreadable(Slot slot, UndecodableValueException reason) {
        context.tell(EventType.ATTRIBUTE_UNREADABLE, handle, "\"" + slot.publicName() + "\": " + reason.getMessage());
    }

    private static Set<String> intersection(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }
}
