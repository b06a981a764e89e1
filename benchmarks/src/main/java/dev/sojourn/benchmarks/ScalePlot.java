package dev.sojourn.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws the results of a scale run: four charts over the number of sessions, a line per store, as one SVG. */
final class ScalePlot {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int COLUMNS = 2;
    private static final int LEGEND_HEIGHT = 40;
    private static final int LEGEND_LINE = 26;
    private static final int LEGEND_GAP = 6;
    private static final int MARGIN = 24;

    private static final List<Panel> PANELS = List.of(
            new Panel("find, median", "µs", result -> OptionalDouble.of(result.findMicros())),
            new Panel("save, median", "µs", result -> OptionalDouble.of(result.saveMicros())),
            new Panel("space", "bytes per session", ScaleResult::bytesPerSession),
            new Panel("clean-up, 1 % expired", "ms", result -> result.cleanup().millis()));

    /** Told apart by those who see few colours as well (Okabe and Ito; the last four are ours). */
    private static final Color[] COLORS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
        new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000), new Color(0x8C6D31),
        new Color(0x882255), new Color(0x999999)
    };

    private ScalePlot() {}

    /**
     * What one chart shows.
     *
     * @param value of a result; nothing is drawn where it is empty
     */
    record Panel(String title, String unit, Function<ScaleResult, OptionalDouble> value) {}

    /** The SVG document, white behind; its title says what it shows. */
    static String svg(List<ScaleResult> results) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setPrecision(1);
        SVGGraphics2D canvas = new SVGGraphics2D(context, false);
        int rows = (PANELS.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * ScaleChart.WIDTH;
        int height = LEGEND_HEIGHT + rows * ScaleChart.HEIGHT;
        canvas.setSVGCanvasSize(new Dimension(width, height));
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        Map<String, Color> colors = colors(results);
        legend(canvas, colors);
        for (int i = 0; i < PANELS.size(); i++) {
            int x = i % COLUMNS * ScaleChart.WIDTH;
            int y = LEGEND_HEIGHT + i / COLUMNS * ScaleChart.HEIGHT;
            Graphics2D corner = (Graphics2D) canvas.create(x, y, ScaleChart.WIDTH, ScaleChart.HEIGHT);
            new ScaleChart(PANELS.get(i), results, colors).paint(corner);
            corner.dispose();
        }
        return written(canvas, "Time and space by the number of sessions: " + String.join(", ", colors.keySet()));
    }

    /** A store keeps its colour in every chart. */
    private static Map<String, Color> colors(List<ScaleResult> results) {
        Map<String, Color> colors = new LinkedHashMap<>();
        for (ScaleResult result : results) {
            colors.putIfAbsent(result.store(), COLORS[colors.size() % COLORS.length]);
        }
        return colors;
    }

    private static void legend(Graphics2D canvas, Map<String, Color> colors) {
        int x = MARGIN;
        int middle = LEGEND_HEIGHT / 2;
        for (Map.Entry<String, Color> store : colors.entrySet()) {
            canvas.setColor(store.getValue());
            canvas.setStroke(new BasicStroke(ScaleChart.LINE));
            canvas.drawLine(x, middle, x + LEGEND_LINE, middle);
            x += LEGEND_LINE + LEGEND_GAP;
            canvas.setColor(Color.BLACK);
            canvas.setFont(ScaleChart.WORDS);
            canvas.drawString(store.getKey(), x, middle + LEGEND_GAP - 1);
            x += canvas.getFontMetrics().stringWidth(store.getKey()) + MARGIN;
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("every Java platform has an XML parser", impossible);
        }
    }

    private static String written(SVGGraphics2D canvas, String titleText) {
        StringWriter out = new StringWriter();
        try {
            Element svg = canvas.getRoot();
            svg.setAttribute("viewBox", "0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height"));
            Element title = svg.getOwnerDocument().createElementNS(SVG, "title");
            title.setTextContent(titleText);
            svg.insertBefore(title, svg.getFirstChild());
            canvas.stream(svg, out, true, false);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the SVG", failure);
        }
        return out.toString();
    }
}
