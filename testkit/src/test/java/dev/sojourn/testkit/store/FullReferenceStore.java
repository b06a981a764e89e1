package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plainest store with every capability, durable as long as somebody holds its map. */
class FullReferenceStore extends ReferenceStore implements SessionsByOwner, ExpiryCleanup, Durable {

    @Override
    public synchronized List<StoredSession> sessionsOf(String owner, Instant now) {
        return records.values().stream()
                .filter(record -> owner.equals(record.owner()) && !record.expired(now))
                .toList();
    }

    @Override
    public synchronized int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        List<StoredSession> ended = sessionsOf(owner, now).stream()
                .filter(record -> !record.key().equals(except))
                .toList();
        ended.forEach(record -> records.remove(record.key()));
        return ended.size();
    }

    @Override
    public synchronized int deleteExpired(Instant now) {
        int before = records.size();
        records.values().removeIf(record -> record.expired(now.minusSeconds(60)));
        return before - records.size();
    }
}
