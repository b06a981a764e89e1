package dev.sojourn.demo;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Bytes as {@code xxd} shows them. */
final class HexDump {

    /** How many bytes are shown at most. */
    static final int SHOWN = 256;

    private static final int PER_LINE = 16;
    private static final int HEX_WIDTH = 40;

    private HexDump() {}

    static List<String> of(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < Math.min(SHOWN, bytes.length); from += PER_LINE) {
            int to = Math.min(bytes.length, from + PER_LINE);
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int at = from; at < to; at++) {
                hex.append(HexFormat.of().toHexDigits(bytes[at])).append((at - from) % 2 == 1 ? " " : "");
                text.append(printable(bytes[at]) ? (char) bytes[at] : '.');
            }
            lines.add(String.format("%08x: %-" + HEX_WIDTH + "s %s", from, hex, text));
        }
        return lines;
    }

    private static boolean printable(byte octet) {
        return octet >= ' ' && octet <= '~';
    }
}
