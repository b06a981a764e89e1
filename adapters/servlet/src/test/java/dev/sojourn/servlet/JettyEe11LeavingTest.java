package dev.sojourn.servlet;

class JettyEe11LeavingTest extends LeavingContract {
    JettyEe11LeavingTest() {
        super(new JettyEe11());
    }
}
