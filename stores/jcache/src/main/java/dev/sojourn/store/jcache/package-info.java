/** Sessions in any JSR-107 cache. */
@NullMarked
package dev.sojourn.store.jcache;

import org.jspecify.annotations.NullMarked;
