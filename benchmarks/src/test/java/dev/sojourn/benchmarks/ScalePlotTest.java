package dev.sojourn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The plot is well-formed SVG that names every store and draws a line for each. */
class ScalePlotTest {

    private static ScaleResult result(StoreKind store, long sessions, double micros) {
        return new ScaleResult(
                store,
                sessions,
                micros,
                2 * micros,
                3 * micros,
                OptionalDouble.of(300),
                new ScaleResult.Cleanup(OptionalDouble.of(sessions / 1e4), 10, OptionalDouble.of(0)));
    }

    private static Document plot(StoreKind... stores) throws Exception {
        List<ScaleResult> results = new ArrayList<>();
        for (StoreKind store : stores) {
            for (long sessions = 1_000; sessions <= 1_000_000; sessions *= 10) {
                results.add(result(store, sessions, (store.name().length() + 1) * sessions / 1e3));
            }
        }
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(ScalePlot.svg(results).getBytes(StandardCharsets.UTF_8)));
    }

    private static String title(Document svg) {
        return svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", "title")
                .item(0)
                .getTextContent();
    }

    /** Strokes as wide as a store's: one from each step to the next, and one beside the store's name. */
    private static long strokes(Document svg) {
        NodeList found = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", "line");
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getParentNode().getAttributes().getNamedItem("style"))
                .filter(style -> style != null && style.getNodeValue().contains("stroke-width:2.4"))
                .count();
    }

    @Test
    void everyChartHasALineForEveryStore() throws Exception {
        Document two = plot(StoreKind.memory, StoreKind.file);
        Document one = plot(StoreKind.memory);

        assertThat(two.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(title(two)).contains("memory, file");
        assertThat(title(one)).contains("memory").doesNotContain("file");
        assertThat(strokes(two)).isEqualTo(4 * 2 * (3 + 1));
        assertThat(strokes(one)).isEqualTo(4 * (3 + 1));
    }
}
