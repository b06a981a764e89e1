package dev.sojourn.servlet;

class JettyEe11FormAheadTest extends FormAheadContract {
    JettyEe11FormAheadTest() {
        super(new JettyEe11());
    }
}
