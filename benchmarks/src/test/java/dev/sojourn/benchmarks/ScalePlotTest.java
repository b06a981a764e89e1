package dev.sojourn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The plot is well-formed SVG that names every store and draws a line for each. */
class ScalePlotTest {

    private static final Pattern STROKE = Pattern.compile("stroke:([^;]+)");

    private static ScaleResult result(StoreKind store, long sessions, double micros) {
        return new ScaleResult(
                store.name(),
                sessions,
                micros,
                2 * micros,
                3 * micros,
                OptionalDouble.of(300),
                new ScaleResult.Cleanup(OptionalDouble.of(sessions / 1e4), 10, OptionalDouble.of(0)));
    }

    private static Document plot(StoreKind... stores) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg(stores).getBytes(StandardCharsets.UTF_8)));
    }

    private static String svg(StoreKind... stores) {
        List<ScaleResult> results = new ArrayList<>();
        for (StoreKind store : stores) {
            for (long sessions = 1_000; sessions <= 1_000_000; sessions *= 10) {
                results.add(result(store, sessions, (store.name().length() + 1) * sessions / 1e3));
            }
        }
        return ScalePlot.svg(results);
    }

    private static String title(Document svg) {
        return svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", "title")
                .item(0)
                .getTextContent();
    }

    /** Lines in one of the colours of stores: one from each step to the next in each chart, and one beside the store's name. */
    private static long coloured(Document svg) {
        NodeList found = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", "line");
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> stroke(found.item(i)))
                .filter(colour -> colour.equals("rgb(0,114,178)") || colour.equals("rgb(213,94,0)"))
                .count();
    }

    /** Its own colour, or that of the nearest element around it which says one. */
    private static String stroke(Node node) {
        for (Node at = node; at.getNodeType() == Node.ELEMENT_NODE; at = at.getParentNode()) {
            Matcher stroke = STROKE.matcher(((Element) at).getAttribute("style"));
            if (stroke.find()) {
                return stroke.group(1);
            }
        }
        return "";
    }

    @Test
    void everyChartHasALineForEveryStore() throws Exception {
        Document two = plot(StoreKind.memory, StoreKind.file);
        Document one = plot(StoreKind.memory);

        assertThat(two.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(title(two)).contains("memory, file");
        assertThat(title(one)).contains("memory").doesNotContain("file");
        assertThat(coloured(two)).isEqualTo(2 * (4 * 3 + 1));
        assertThat(coloured(one)).isEqualTo(4 * 3 + 1);
    }

    @Test
    void wordsAreTextAndThePlotOfAllStoresIsSmallEnoughForAPage() {
        String all = svg(StoreKind.values());

        assertThat(all).contains(">10,000<").contains("bytes per session");
        assertThat(all.length()).isLessThan(100_000);
    }
}
