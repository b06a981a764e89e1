/** Sealing: authenticated encryption under a ring of keys. */
@NullMarked
package dev.sojourn.session.seal;

import org.jspecify.annotations.NullMarked;
