package dev.sojourn.store.file;

import dev.sojourn.session.token.StoreKey;
import java.nio.file.Path;

/**
 * Where one session lies.
 *
 * @param key its key
 * @param shard the directory of file and draft
 * @param file where the record stands, when there is one
 * @param draft where a record is written before it takes that place; whoever holds the stripe owns this name
 * @param stripe the lock that guards both
 */
record Slot(StoreKey key, Path shard, Path file, Path draft, int stripe) {}
