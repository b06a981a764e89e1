/** Sojourn's door for Javalin. */
module dev.sojourn.javalin {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.web;
    requires dev.sojourn.servlet;
    requires transitive io.javalin;
    requires jakarta.servlet;
    requires org.eclipse.jetty.ee10.servlet;
    requires static kotlin.stdlib;

    exports dev.sojourn.javalin;
}
