package dev.sojourn.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose urlencoded body was read already: stream, reader and parameters give it once more. */
final class ReplayedForm extends HttpServletRequestWrapper {

    private final byte[] body;
    private final ServletInputStream stream;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    ReplayedForm(HttpServletRequest container, byte[] body) {
        super(container);
        this.body = body;
        this.stream = new Replay(body);
    }

    @Override
    public ServletInputStream getInputStream() {
        return stream;
    }

    @Override
    public BufferedReader getReader() {
        BufferedReader known = reader;
        if (known == null) {
            known = new BufferedReader(new InputStreamReader(stream, charset()));
            reader = known;
        }
        return known;
    }

    /** The body as text; escapes for other charsets are still in it. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What escapes and reader mean: the request's charset, or UTF-8. */
    Charset charset() {
        String name = getCharacterEncoding();
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    /** Those of the query, which the container still knows, before those of the body (Jakarta Servlet section 3.1). */
    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> known = parameters;
        if (known == null) {
            Map<String, List<String>> all = new LinkedHashMap<>();
            super.getParameterMap().forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
            for (String pair : text().split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                    all.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
                }
            }
            Map<String, String[]> arrays = new LinkedHashMap<>();
            all.forEach((name, values) -> arrays.put(name, values.toArray(new String[0])));
            known = Collections.unmodifiableMap(arrays);
            parameters = known;
        }
        return known;
    }

    private String decode(String text) {
        return URLDecoder.decode(text, charset());
    }

    private static final class Replay extends ServletInputStream {

        private final ByteArrayInputStream octets;

        Replay(byte[] body) {
            this.octets = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return octets.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return octets.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            try {
                if (!isFinished()) {
                    listener.onDataAvailable();
                }
                listener.onAllDataRead();
            } catch (IOException failure) {
                listener.onError(failure);
            }
        }
    }
}
