package dev.sojourn.login;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules by path: who may come in where. Immutable and thread-safe.
 *
 * <p>A pattern is plain text beginning with a slash: {@code /profile} for that path alone, {@code /account/**} for
 * {@code /account} and everything below it, {@code /**} for everything. The most specific pattern decides, whatever the
 * order of the rules: an exact path before a subtree, a longer subtree before a shorter one.
 *
 * <p>Paths are compared after decoding percent-escapes once, as routers do; one slash at the end makes no difference.
 * Patterns that protect ignore case, since some routers do; patterns that open a path do not. A path that cannot be
 * decoded counts as protected. Ambiguous paths, where guard and router could disagree, must have been refused before.
 */
public final class Guard {

    private static final String SUBTREE = "/**";

    private final List<Rule> rules;
    private final Access otherwise;

    private Guard(List<Rule> rules, Access otherwise) {
        this.rules = List.copyOf(rules);
        this.otherwise = otherwise;
    }

    /** A guard that lets everybody in everywhere, until told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Who may come in there. The method makes no difference. */
    public Access accessFor(String rawPath) {
        String path = PercentEncoding.decode(rawPath);
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            return rules.isEmpty() ? otherwise : Access.LOGGED_IN;
        }
        int length = path.endsWith("/") ? path.length() - 1 : path.length();
        for (Rule rule : rules) {
            if (rule.covers(path, length)) {
                return rule.access();
            }
        }
        return otherwise;
    }

    /**
     * One pattern.
     *
     * @param prefix the path without a slash at its end, so empty for the root
     * @param subtree whether it covers everything below, too
     * @param access who may come in
     */
    private record Rule(String prefix, boolean subtree, Access access) {

        /** Exact before subtree, longer before shorter, and of two alike the one that protects. */
        private static final Comparator<Rule> MOST_SPECIFIC_FIRST = Comparator.comparing(Rule::subtree)
                .thenComparing(rule -> -rule.prefix().length())
                .thenComparing(rule -> rule.access() == Access.PUBLIC);

        static Rule of(String pattern, Access access) {
            boolean subtree = pattern.endsWith(SUBTREE);
            String prefix = subtree ? pattern.substring(0, pattern.length() - SUBTREE.length()) : pattern;
            if (!subtree && prefix.equals("/")) {
                prefix = "";
            }
            String fault = pattern.startsWith("/") ? fault(prefix) : "it does not begin with a slash";
            if (fault != null) {
                throw new IllegalArgumentException("a path pattern is written like /profile, /account/** or /**; "
                        + fault + ": \"" + pattern + "\"");
            }
            return new Rule(prefix, subtree, access);
        }

        private static @Nullable String fault(String prefix) {
            if (prefix.endsWith("/")) {
                return "a slash at the end says nothing";
            }
            for (String segment : prefix.substring(Math.min(1, prefix.length())).split("/", -1)) {
                if (segment.isEmpty() && !prefix.isEmpty() || segment.equals(".") || segment.equals("..")) {
                    return "no request has an empty or a dot segment";
                }
            }
            boolean plain = prefix.chars().noneMatch(c -> "*?#;%\\".indexOf(c) >= 0 || c < 0x20);
            return plain ? null : "it must be plain text, without * ? # ; % or \\";
        }

        boolean covers(String path, int length) {
            int end = prefix.length();
            boolean reaches = length == end || subtree && length > end && path.charAt(end) == '/';
            return reaches && path.regionMatches(access == Access.LOGGED_IN, 0, prefix, 0, end);
        }

        boolean contradicts(Rule other) {
            return prefix.equals(other.prefix) && subtree == other.subtree && access != other.access;
        }
    }

    /** Gathers rules; each pattern is checked when it is given. For one thread. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();
        private Access otherwise = Access.PUBLIC;

        private Builder() {}

        /** Only who is signed in may come in there. */
        public Builder protect(String... patterns) {
            return add(Access.LOGGED_IN, patterns);
        }

        /** Everybody may come in there. */
        public Builder allow(String... patterns) {
            return add(Access.PUBLIC, patterns);
        }

        /** Every path that no pattern covers needs somebody signed in; without this it is open. */
        public Builder denyByDefault() {
            otherwise = Access.LOGGED_IN;
            return this;
        }

        /** The guard. */
        public Guard build() {
            List<Rule> ordered = new ArrayList<>(rules);
            ordered.sort(Rule.MOST_SPECIFIC_FIRST);
            return new Guard(ordered, otherwise);
        }

        private Builder add(Access access, String... patterns) {
            for (String pattern : patterns) {
                Rule rule = Rule.of(pattern, access);
                if (rules.stream().anyMatch(rule::contradicts)) {
                    throw new IllegalArgumentException(
                            "the path pattern \"" + pattern + "\" is both protected and open; keep one of the two");
                }
                rules.add(rule);
            }
            return this;
        }
    }
}
