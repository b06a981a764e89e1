/** Sojourn core: sessions of both kinds, keys, cookies and the request rules. */
module dev.sojourn.core {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.cbor;
    requires com.github.benmanes.caffeine;

    exports dev.sojourn.http;
    exports dev.sojourn.event;
    exports dev.sojourn.session;
    exports dev.sojourn.session.cookie;
    exports dev.sojourn.protect;
    exports dev.sojourn.session.codec;
    exports dev.sojourn.session.seal;
    exports dev.sojourn.session.token;
    exports dev.sojourn.session.store;
}
