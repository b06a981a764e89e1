package dev.sojourn.docs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One document, taken apart: its fenced blocks, its links and the anchors that others may link to.
 *
 * @param blocks the fenced blocks in order
 * @param links the targets of all links and pictures
 * @param anchors the names of the headings, as code hosts derive them
 */
record Markdown(List<Block> blocks, List<String> links, Set<String> anchors) {

    private static final Pattern FENCE = Pattern.compile("^\\s*```\\s*(\\w*).*$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");

    /**
     * A fenced block.
     *
     * @param language the word behind the fence; may be empty
     * @param line where it starts, counted from 1
     * @param lines what stands inside
     */
    record Block(String language, int line, List<String> lines) {}

    static Markdown parse(List<String> text) {
        List<Block> blocks = new ArrayList<>();
        List<String> links = new ArrayList<>();
        Set<String> anchors = new HashSet<>();
        for (int at = 0; at < text.size(); at++) {
            Matcher fence = FENCE.matcher(text.get(at));
            if (fence.matches()) {
                int end = closing(text, at + 1);
                blocks.add(new Block(fence.group(1), at + 1, text.subList(at + 1, end)));
                at = end;
            } else {
                Matcher heading = HEADING.matcher(text.get(at));
                if (heading.matches()) {
                    anchors.add(anchor(heading.group(1)));
                }
                LINK.matcher(text.get(at)).results().forEach(link -> links.add(link.group(1)));
            }
        }
        return new Markdown(blocks, links, anchors);
    }

    private static int closing(List<String> text, int from) {
        for (int at = from; at < text.size(); at++) {
            if (text.get(at).strip().equals("```")) {
                return at;
            }
        }
        throw new IllegalArgumentException("the block that starts on line " + from + " is never closed");
    }

    /** Lower case, without punctuation, blanks as hyphens. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
