/** Passwords: Argon2id hashes as PHC strings, made and checked under a bound on memory and waiting. */
@NullMarked
package dev.sojourn.login.password;

import org.jspecify.annotations.NullMarked;
