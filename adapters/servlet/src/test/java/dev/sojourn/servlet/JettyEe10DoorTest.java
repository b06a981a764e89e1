package dev.sojourn.servlet;

class JettyEe10DoorTest extends ServletDoorContract {
    JettyEe10DoorTest() {
        super(new JettyEe10());
    }
}
