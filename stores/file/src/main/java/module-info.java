/** Sessions in files below one directory. */
module dev.sojourn.store.file {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;

    exports dev.sojourn.store.file;
}
