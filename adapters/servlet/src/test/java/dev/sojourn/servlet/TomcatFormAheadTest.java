package dev.sojourn.servlet;

class TomcatFormAheadTest extends FormAheadContract {
    TomcatFormAheadTest() {
        super(new TomcatServer());
    }
}
