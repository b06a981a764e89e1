package dev.sojourn.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is measured, as the command line names it: a kind of store, or the address of a server that runs already. Immutable.
 *
 * @param name as given
 */
record Subject(String name) {

    private static final String MEMCACHED = "memcached://";

    /** Empty where the name is neither a kind nor an address. */
    static Optional<Subject> named(String name) {
        boolean address = name.matches(MEMCACHED + "[^:/,]+:[0-9]{1,5}");
        boolean kind =
                Arrays.stream(StoreKind.values()).anyMatch(each -> each.name().equals(name));
        return address || kind ? Optional.of(new Subject(name)) : Optional.empty();
    }

    /** Where a number may follow the name after a colon, the place of that colon; negative where none follows. */
    static int endOfName(String given) {
        int colon = given.lastIndexOf(':');
        return given.startsWith(MEMCACHED) && given.indexOf(':', MEMCACHED.length()) == colon ? -1 : colon;
    }

    /** What {@link #named} takes, for people. */
    static String names() {
        return Arrays.stream(StoreKind.values()).map(Enum::name).collect(Collectors.joining(", ")) + ", " + MEMCACHED
                + "HOST:PORT";
    }

    /** @param directory an empty one for the store alone; a store may put nothing there */
    BenchmarkedStore open(Path directory) {
        return name.startsWith(MEMCACHED)
                ? MemcachedPlace.at(name.substring(MEMCACHED.length()))
                : StoreKind.valueOf(name).open(directory);
    }

    @Override
    public String toString() {
        return name;
    }
}
