/** Sessions in Redis or Valkey. */
module dev.sojourn.store.redis {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;
    requires lettuce.core;
    requires io.netty.common;

    exports dev.sojourn.store.redis;
}
