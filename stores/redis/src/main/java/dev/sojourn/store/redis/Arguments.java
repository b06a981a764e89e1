package dev.sojourn.store.redis;

import dev.sojourn.session.store.Changes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The arguments of a script, in the order in which it reads them. For one thread. */
final class Arguments {

    private final List<byte[]> values = new ArrayList<>();

    /** Every script begins with the prefix, the time, whether all keys are on one node, and whether replicas are waited for. */
    Arguments(String prefix, Instant now, boolean oneNode, boolean waits) {
        add(prefix).add(SessionHash.millis(now)).add(oneNode ? "1" : "0").add(waits ? "1" : "0");
    }

    Arguments add(String value) {
        values.add(SessionHash.bytes(value));
        return this;
    }

    Arguments add(Collection<byte[]> more) {
        values.addAll(more);
        return this;
    }

    /** As {@code readChanges} in the scripts takes them apart again. */
    Arguments add(Changes changes, @Nullable String ownerTag) {
        add(SessionHash.millis(changes.lastSeenAt()));
        add(SessionHash.millis(changes.expiresAt()));
        add(changes.createdAt() == null ? "" : SessionHash.millis(changes.createdAt()));
        add(changes.endsAt() == null ? "" : SessionHash.millis(changes.endsAt()));
        addOptional(changes.owner());
        add(ownerTag == null ? "" : ownerTag);
        addOptional(changes.device());
        add(Integer.toString(changes.set().size()));
        add(Integer.toString(changes.removed().size()));
        add(Integer.toString(changes.expected().size()));
        changes.set().forEach((name, value) -> {
            values.add(SessionHash.field(name));
            values.add(value);
        });
        changes.removed().forEach(name -> values.add(SessionHash.field(name)));
        changes.expected().forEach(this::addExpectation);
        return this;
    }

    private void addExpectation(String name, Optional<byte[]> value) {
        values.add(SessionHash.field(name));
        add(value.isPresent() ? "1" : "0");
        values.add(value.orElse(new byte[0]));
    }

    private void addOptional(@Nullable String value) {
        add(value == null ? "0" : "1");
        add(value == null ? "" : value);
    }

    byte[][] toArray() {
        return values.toArray(new byte[0][]);
    }
}
