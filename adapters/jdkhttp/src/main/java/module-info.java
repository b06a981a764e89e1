/** Sojourn's door for the HTTP server of the JDK. */
module dev.sojourn.jdkhttp {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.web;
    requires transitive jdk.httpserver;

    exports dev.sojourn.jdkhttp;
}
