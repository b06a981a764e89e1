package dev.sojourn.store.file;

import java.io.IOException;

/** Work that touches the disk. */
@FunctionalInterface
interface IoWork<T> {
    T run() throws IOException;
}
