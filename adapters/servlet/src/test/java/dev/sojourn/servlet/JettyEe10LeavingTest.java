package dev.sojourn.servlet;

class JettyEe10LeavingTest extends LeavingContract {
    JettyEe10LeavingTest() {
        super(new JettyEe10());
    }
}
