/** Sessions in Memcached. */
@NullMarked
package dev.sojourn.store.memcached;

import org.jspecify.annotations.NullMarked;
