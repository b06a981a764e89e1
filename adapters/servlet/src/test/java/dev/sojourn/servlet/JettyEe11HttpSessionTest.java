package dev.sojourn.servlet;

class JettyEe11HttpSessionTest extends HttpSessionContract {
    JettyEe11HttpSessionTest() {
        super(new JettyEe11());
    }
}
