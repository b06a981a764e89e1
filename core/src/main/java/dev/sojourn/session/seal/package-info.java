/** Sealing: authenticated encryption of small values under a ring of keys. */
@NullMarked
package dev.sojourn.session.seal;

import org.jspecify.annotations.NullMarked;
