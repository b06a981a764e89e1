package dev.sojourn.session;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Managers of both kinds as tests use them, with a clock of their own and the events they told. */
final class Managers {

    /** A bean that an application registers. */
    public static final class Cart {
        List<String> items = new ArrayList<>();

        public List<String> getItems() {
            return items;
        }

        public void setItems(List<String> items) {
            this.items = items;
        }

        void add(String item) {
            items.add(item);
        }
    }

    static final SessionCodec CODEC =
            SessionCodec.builder().register(Cart.class, "cart").build();

    final AdjustableClock clock = new AdjustableClock();
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final SessionManager manager;

    private final String kind;

    private Managers(String kind, SessionManager.Builder builder) {
        this.kind = kind;
        this.manager = builder.codec(CODEC).clock(clock).events(events::add).build();
    }

    static Managers stored() {
        return stored(MemoryStore.create());
    }

    static Managers stored(SessionStore store) {
        return new Managers("stored", SessionManager.in(store));
    }

    static Managers sealedAtRest(SessionStore store) {
        return new Managers("sealed at rest", SessionManager.in(store).sealAtRest());
    }

    static Managers sealed() {
        return sealed(keys(1));
    }

    static Managers sealed(SealingKeys keys) {
        return of(SessionManager.inCookie(keys));
    }

    static Managers revocable(SessionStore store, Duration within) {
        return of(SessionManager.inCookie(keys(1)).revocableIn(store, within));
    }

    static Managers spilling(SessionStore store) {
        return of(SessionManager.inCookie(keys(1)).spillTo(store));
    }

    static Managers of(SealedBuilder builder) {
        return new Managers("sealed", builder);
    }

    static Stream<Managers> bothKinds() {
        return Stream.of(stored(), sealedAtRest(MemoryStore.create()), sealed());
    }

    static SealingKeys keys(long seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return SealingKeys.of(key);
    }

    long told(EventType type) {
        return events.stream().filter(event -> event.type() == type).count();
    }

    @Override
    public String toString() {
        return kind;
    }
}
