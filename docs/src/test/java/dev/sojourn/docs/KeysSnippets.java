package dev.sojourn.docs;

import dev.sojourn.session.seal.SealingKeys;
import java.nio.file.Path;

/** What docs/keys.md shows. */
final class KeysSnippets {

    private KeysSnippets() {}

    static SealingKeys ring() {
        // snippet: ring
        SealingKeys keys = SealingKeys.inFile(Path.of("data/keys"));
        // end
        return keys;
    }

    static void rotating(SealingKeys keys) {
        // snippet: rotate
        keys.rotate();
        // one lifetime later
        keys.keys().stream()
                .filter(key -> key.role() == SealingKeys.Role.PREVIOUS)
                .forEach(key -> keys.retire(key.id()));
        // end
    }

    static void staging(SealingKeys keys) {
        // snippet: stage
        String id = keys.stage(); // on one node: opens already, does not seal yet
        keys.reload(); // on every other node
        keys.promote(id); // on one node
        keys.reload(); // on every other node
        // end
    }
}
