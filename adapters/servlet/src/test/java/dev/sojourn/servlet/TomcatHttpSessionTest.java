package dev.sojourn.servlet;

class TomcatHttpSessionTest extends HttpSessionContract {
    TomcatHttpSessionTest() {
        super(new TomcatServer());
    }
}
