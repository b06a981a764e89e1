package dev.sojourn.servlet;

class JettyEe10HttpSessionTest extends HttpSessionContract {
    JettyEe10HttpSessionTest() {
        super(new JettyEe10());
    }
}
