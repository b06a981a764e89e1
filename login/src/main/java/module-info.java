/** Sojourn login: who is signed in, which paths need it, and passwords. */
module dev.sojourn.login {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;
    requires org.bouncycastle.provider;

    exports dev.sojourn.login;
    exports dev.sojourn.login.password;
}
