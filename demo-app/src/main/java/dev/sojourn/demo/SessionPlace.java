package dev.sojourn.demo;

/** Where the demo keeps its sessions, as a flag said it. */
sealed interface SessionPlace permits CookiePlace, ServerPlace {

    /** What a flag may say, for help and complaints. */
    String CHOICES = "cookie, memory, file, jdbc:…, redis://host:port, rediss://host:port,"
            + " memcached://host:port,host:port… or hazelcast";

    /** Said of the sessions at the foot of each page. */
    String words();

    /** Where the server's part is, for the page that shows it. */
    String place();

    /**
     * Reads what a flag says.
     *
     * @param login for a database
     * @throws UsageException when it is none of the {@link #CHOICES}, or an address that cannot be
     */
    static SessionPlace parse(String flag, String given, DatabaseLogin login) {
        int colon = given.indexOf(':');
        return switch (colon < 0 ? given : given.substring(0, colon + 1)) {
            case "cookie" -> new CookiePlace();
            case "memory" -> new MemoryPlace();
            case "file" -> new FilePlace("sessions");
            case "redis:", "rediss:" -> RedisPlace.parse(flag, given);
            case "memcached:" -> MemcachedPlace.parse(flag, given);
            case "hazelcast" -> new HazelcastPlace("sojourn-demo");
            case "jdbc:" -> new DatabasePlace(given, login);
            default -> throw new UsageException(flag + " takes " + CHOICES + "; given " + withoutPassword(given));
        };
    }

    /** An address as it may be shown: a password may stand before the @, or among the parameters behind a ? or ;. */
    static String withoutPassword(String address) {
        return address.replaceFirst("//.*@", "//…@").replaceFirst("[?;].*", "");
    }
}
