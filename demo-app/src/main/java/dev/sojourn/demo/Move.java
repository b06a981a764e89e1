package dev.sojourn.demo;

/**
 * Sessions on their way to another place while the demo runs.
 *
 * @param to where they will be
 * @param phase how far the move is
 */
record Move(ServerPlace to, Phase phase) {

    /** The releases of a move, each as long as every node needs to follow. */
    enum Phase {
        /** Everything is still written to the old place, and the new one is read as well. */
        preparing,
        /** A session moves when it is next used. */
        moving
    }
}
