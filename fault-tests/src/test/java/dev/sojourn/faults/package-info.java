/** Faults for real: processes that are killed while browsers talk to them. */
@NullMarked
package dev.sojourn.faults;

import org.jspecify.annotations.NullMarked;
