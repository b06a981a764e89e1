package dev.sojourn.session.cookie;

/** A text that counts how many characters were asked of it or copied out of it. */
final class CountingText implements CharSequence {

    private final String text;
    private final long[] reads;

    CountingText(String text) {
        this(text, new long[1]);
    }

    private CountingText(String text, long[] reads) {
        this.text = text;
        this.reads = reads;
    }

    long reads() {
        return reads[0];
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        reads[0]++;
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        reads[0] += end - start;
        return new CountingText(text.substring(start, end), reads);
    }

    @Override
    public String toString() {
        return text;
    }
}
