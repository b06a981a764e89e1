package dev.sojourn.servlet;

class TomcatDoorTest extends ServletDoorContract {
    TomcatDoorTest() {
        super(new TomcatServer());
    }
}
