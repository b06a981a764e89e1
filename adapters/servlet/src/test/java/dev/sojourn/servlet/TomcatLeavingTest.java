package dev.sojourn.servlet;

class TomcatLeavingTest extends LeavingContract {
    TomcatLeavingTest() {
        super(new TomcatServer());
    }
}
