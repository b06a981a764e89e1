/** Sign-in on top of sessions: who is signed in, and which paths need it. */
@NullMarked
package dev.sojourn.login;

import org.jspecify.annotations.NullMarked;
