package dev.sojourn.jdkhttp;

/** An exchange that the filter has wrapped; there are two kinds, since the JDK tells HTTPS by the class. */
interface Watched {

    ResponseHead head();
}
