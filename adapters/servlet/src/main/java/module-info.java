/** Sojourn's door for Jakarta Servlet containers. */
module dev.sojourn.servlet {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.web;
    requires transitive jakarta.servlet;

    exports dev.sojourn.servlet;
}
