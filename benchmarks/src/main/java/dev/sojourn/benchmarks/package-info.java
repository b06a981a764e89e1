/** How fast each store is, and how that changes with the number of sessions. Not published. */
@NullMarked
package dev.sojourn.benchmarks;

import org.jspecify.annotations.NullMarked;
