package dev.sojourn.faults;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.file.FileStore;
import java.nio.file.Path;

/** Opens, inside a node, the store that it was started with. */
final class Stores {

    private Stores() {}

    static SessionStore open(String argument) {
        if (argument.startsWith("file:")) {
            return FileStore.at(Path.of(argument.substring("file:".length())));
        }
        throw new IllegalArgumentException("no such place: " + argument);
    }
}
