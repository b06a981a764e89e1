/** Sojourn's straight line of a request, shared by every door. */
module dev.sojourn.web {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;
    requires transitive dev.sojourn.login;
    requires org.slf4j;

    exports dev.sojourn.web;
}
