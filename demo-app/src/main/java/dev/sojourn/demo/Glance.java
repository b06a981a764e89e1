package dev.sojourn.demo;

import java.util.List;

/**
 * What a store's own tool shows of one session.
 *
 * @param place where it was looked up
 * @param command the command that shows the same
 * @param lines what came back; empty where there is nothing under the key
 */
public record Glance(String place, String command, List<String> lines) {}
