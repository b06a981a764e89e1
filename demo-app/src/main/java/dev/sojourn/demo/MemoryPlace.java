package dev.sojourn.demo;

import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.token.StoreKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** In the memory of this process. */
record MemoryPlace() implements ServerPlace {

    @Override
    public String words() {
        return "kept in the memory of the server";
    }

    @Override
    public String place() {
        return "The memory of the server";
    }

    @Override
    public String where() {
        return "the memory of this process";
    }

    @Override
    public Shelf open(Path data, Duration lifetime, Clock clock) {
        return new Open(MemoryStore.create(), clock);
    }

    /** There is no tool to look into a process, so the store itself is asked. */
    private record Open(MemoryStore sessions, Clock clock) implements Shelf {

        @Override
        public Glance glance(StoreKey key) {
            List<String> lines = sessions.find(key, clock.instant())
                    .map(found -> HexDump.of(found.attributes().bytes()))
                    .orElse(List.of());
            return new Glance("The heap of the server's process", "store.find(key, now).attributes().bytes()", lines);
        }

        @Override
        public void close() {
            sessions.close();
        }
    }
}
