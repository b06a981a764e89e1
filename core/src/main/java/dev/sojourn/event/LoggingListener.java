package dev.sojourn.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events as log lines, with everything that could start a line of its own encoded. */
final class LoggingListener implements EventListener {

    static final LoggingListener INSTANCE = new LoggingListener();

    private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.event");

    private LoggingListener() {}

    static void tell(EventListener listener, Event event) {
        try {
            listener.on(event);
        } catch (RuntimeException failure) {
            LOG.error("an event listener failed on {}", event.type(), failure);
        }
    }

    @Override
    public void on(Event event) {
        String handle = event.handle() == null ? "-" : event.handle();
        if (event.type().warning()) {
            LOG.warn("{} session={} {}", event.type(), handle, singleLine(event.detail()));
        } else {
            LOG.info("{} session={} {}", event.type(), handle, singleLine(event.detail()));
        }
    }

    /** Control, format and separator characters become {@code \\uXXXX}, so no text can fake a line or turn its direction. */
    private static String singleLine(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> safe.append(String.format("\\u%04x", point));
                default -> safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }
}
