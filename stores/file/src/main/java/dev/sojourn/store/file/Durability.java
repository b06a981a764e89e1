package dev.sojourn.store.file;

/** What an acknowledged write outlives. No setting leaves a torn record, whatever crashes. */
public enum Durability {
    /** Crash of the process, of the machine, and loss of power, at the price of two flushes of the disk per write. */
    FSYNC,
    /**
     * Crash of the process. When the machine itself goes down, the writes of the last seconds may be lost or undone, a logout
     * and the end of a renewed key among them.
     */
    RENAME_ONLY
}
