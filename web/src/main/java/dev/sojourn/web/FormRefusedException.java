package dev.sojourn.web;

/** A form that was read ahead and that nobody could read rightly; the answer is 400. Doors throw it for a charset unknown. */
public final class FormRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * With what is wrong, for the client to read.
     *
     * @param message a sentence without anything that the form holds
     */
    public FormRefusedException(String message) {
        super(message);
    }
}
