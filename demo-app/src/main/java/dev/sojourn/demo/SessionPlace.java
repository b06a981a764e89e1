package dev.sojourn.demo;

/** Where the demo keeps its sessions, as a flag said it. */
sealed interface SessionPlace permits CookiePlace, ServerPlace {

    /** What a flag may say, for help and complaints. */
    String CHOICES = "cookie, memory or file";

    /** Said of the sessions at the foot of each page. */
    String words();

    /** Where the server's part is, for the page that shows it. */
    String place();

    /**
     * Reads what a flag says.
     *
     * @throws UsageException when it is none of the {@link #CHOICES}, or an address that cannot be
     */
    static SessionPlace parse(String flag, String given) {
        return switch (given) {
            case "cookie" -> new CookiePlace();
            case "memory" -> new MemoryPlace();
            case "file" -> new FilePlace();
            default -> throw new UsageException(flag + " takes " + CHOICES + "; given " + withoutPassword(given));
        };
    }

    /** An address as it may be shown: whoever is named before the @ may have a password there. */
    static String withoutPassword(String address) {
        return address.replaceFirst("//.*@", "//…@");
    }
}
