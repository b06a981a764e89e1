package dev.sojourn.servlet;

class JettyEe11DoorTest extends ServletDoorContract {
    JettyEe11DoorTest() {
        super(new JettyEe11());
    }
}
