package dev.sojourn.store.redis;

import java.time.Duration;

/**
 * Whom a write that ends a session is waited for.
 *
 * @param replicas how many must have it; 0 waits for none
 * @param longest how long they may take
 */
record ReplicaWait(int replicas, Duration longest) {

    ReplicaWait {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative, given " + replicas);
        }
        if (longest.toMillis() < 1) { // Redis would wait without end
            throw new IllegalArgumentException("replicas must be given at least 1 ms, given " + longest);
        }
    }
}
