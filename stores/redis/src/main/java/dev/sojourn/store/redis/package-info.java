/** Sessions in Redis or Valkey. */
@NullMarked
package dev.sojourn.store.redis;

import org.jspecify.annotations.NullMarked;
