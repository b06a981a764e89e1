package dev.sojourn.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of the documents can fail: each is shown something that is wrong. */
class ReadingTest {

    private static final List<Snippets.Region> REGIONS =
            Snippets.in("Some.java", """
                    class Some {
                        void some() {
                            // %s: counting
                            int one = 1;

                            if (one == 1) {
                                one++;
                            }
                            // end
                            one--;
                        }
                    }
                    """.formatted("snippet").lines().toList());

    @Test
    void aBlockMatchesWhateverItsIndentation() {
        assertThat(REGIONS)
                .singleElement()
                .matches(region -> region.holds(List.of("int one = 1;", "", "if (one == 1) {")));
    }

    @Test
    void aBlockThatSaysAnythingElseIsFound() {
        assertThat(REGIONS).noneMatch(region -> region.holds(List.of("int one = 2;")));
    }

    @Test
    void aBlockThatLeavesOutALineIsFound() {
        assertThat(REGIONS).noneMatch(region -> region.holds(List.of("int one = 1;", "one++;")));
    }

    @Test
    void whatStandsBehindTheRegionIsNotPartOfIt() {
        assertThat(REGIONS).noneMatch(region -> region.holds(List.of("one--;")));
    }

    @Test
    void aDocumentFallsIntoBlocksLinksAndAnchors() {
        Markdown document = Markdown.parse("""
                # The first: a *heading*
                See [there](docs/there.md#part "a title") and ![picture](x.png).
                ```java
                [not](a-link)
                ```
                """.lines().toList());

        assertThat(document.blocks()).containsExactly(new Markdown.Block("java", 3, List.of("[not](a-link)")));
        assertThat(document.links()).containsExactly("docs/there.md#part", "x.png");
        assertThat(document.anchors()).containsExactly("the-first-a-heading");
    }

    @Test
    void aBlockThatIsNeverClosedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Markdown.parse(List.of("```java", "int one;")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./nothing --port 1",
                "mvn -pl core,nowhere verify",
                "mvn verify -Pnothing",
                "mvn test -Dtest=NothingLikeIt"
            })
    void aCommandThatNamesWhatIsNotThereIsFound(String command) throws IOException {
        assertThat(new Commands(Path.of("..")).faults(new Markdown.Block("bash", 1, List.of(command))))
                .hasSize(1);
    }

    @Test
    void whatTheMachineAnswersIsNoCommand() throws IOException {
        List<String> lines = List.of("$ mvn -pl core test -Dtest=Request*Test", "./nothing");

        assertThat(new Commands(Path.of("..")).faults(new Markdown.Block("console", 1, lines)))
                .isEmpty();
    }
}
