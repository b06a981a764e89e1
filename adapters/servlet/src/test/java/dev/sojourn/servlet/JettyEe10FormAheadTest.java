package dev.sojourn.servlet;

class JettyEe10FormAheadTest extends FormAheadContract {
    JettyEe10FormAheadTest() {
        super(new JettyEe10());
    }
}
