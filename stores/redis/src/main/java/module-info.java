/** Sessions in Redis or Valkey. */
module dev.sojourn.store.redis {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;
    requires lettuce.core;

    exports dev.sojourn.store.redis;
}
