/** The store that keeps each session in a file of its own, crash-safe and shared by the processes of one machine. */
@NullMarked
package dev.sojourn.store.file;

import org.jspecify.annotations.NullMarked;
