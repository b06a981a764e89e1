package dev.sojourn.http;

import java.util.List;

/** Looks up the lines of one header field; names are compared without regard to ASCII case (RFC 9110 section 5.1). */
@FunctionalInterface
public interface HeaderLookup {

    /**
     * Every field line of that name in the order received, unjoined and untrimmed; empty where the request has none.
     *
     * @param name a header field name in any case
     */
    List<String> lines(String name);
}
