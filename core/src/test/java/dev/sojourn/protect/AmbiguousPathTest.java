package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbiguousPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/account",
                "/account/",
                "/a/b/c",
                "/a.b",
                "/.well-known/x",
                "/..a",
                "/a..",
                "/...",
                "/.a/..b",
                "/a%20b",
                "/%C3%A4",
                "/a%25b",
                "/a:b@c",
                "/a,b=c!$&'()*+",
                "/~me",
                "/-_",
                "/%61ccount",
                "/a/*",
            })
    void aPlainPathMeansOneThing(String path) {
        assertThat(AmbiguousPath.test(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account",
                "*",
                "http://shop.example/",
                "//",
                "//account",
                "/account//",
                "/a//b",
                "/account;x",
                "/account;/x",
                "/;/account",
                "/a%3Bb",
                "/account%2f",
                "/a%2Fb",
                "/%2e/account",
                "/a/%2E%2E/b",
                "/a%2eb",
                "/a%5cb",
                "/a%5Cb",
                "/a\\b",
                "/\\account",
                "/account%00",
                "/a%0d%0ab",
                "/a%1fb",
                "/a%7fb",
                "/.",
                "/..",
                "/./a",
                "/../a",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%-1",
                "/a%+2",
                "/a b",
                "/a\tb",
                "/a\u0000",
                "/\u00e4",
                "/\uff0fa",
                "/a\u007f",
                "/a%\u0661\u0662",
            })
    void aPathThatTwoReadersMayTakeForDifferentOnesIsAmbiguous(String path) {
        assertThat(AmbiguousPath.test(path)).isTrue();
    }
}
