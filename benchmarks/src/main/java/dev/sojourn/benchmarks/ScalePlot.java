package dev.sojourn.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws the results of a scale run: four charts over the number of sessions, a line per store, as one SVG. */
final class ScalePlot {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 620;
    private static final int HEIGHT = 420;
    private static final int COLUMNS = 2;
    private static final float LINE = 2.4f;
    private static final double SMALLEST = 0.01;

    private static final List<Panel> PANELS = List.of(
            new Panel("find, median", "µs", result -> OptionalDouble.of(result.findMicros())),
            new Panel("save, median", "µs", result -> OptionalDouble.of(result.saveMicros())),
            new Panel("space", "bytes per session", ScaleResult::bytesPerSession),
            new Panel("clean-up, 1 % expired", "ms", result -> result.cleanup().millis()));

    /** Told apart by those who see few colours as well (Okabe and Ito). */
    private static final Color[] COLORS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
        new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000), new Color(0x8C6D31)
    };

    private ScalePlot() {}

    /** What one chart shows. */
    private record Panel(String title, String unit, Function<ScaleResult, OptionalDouble> value) {}

    /** The SVG document; letters are drawn as shapes, so it looks the same everywhere, and its title says what it shows. */
    static String svg(List<ScaleResult> results) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setPrecision(1);
        SVGGraphics2D canvas = new SVGGraphics2D(context, false);
        int rows = (PANELS.size() + COLUMNS - 1) / COLUMNS;
        canvas.setSVGCanvasSize(new Dimension(COLUMNS * WIDTH, rows * HEIGHT));
        for (int i = 0; i < PANELS.size(); i++) {
            var corner = canvas.create(i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, WIDTH, HEIGHT);
            chart(PANELS.get(i), results).paint((java.awt.Graphics2D) corner, WIDTH, HEIGHT);
            corner.dispose();
        }
        StringWriter out = new StringWriter();
        try {
            Element svg = canvas.getRoot();
            Element title = svg.getOwnerDocument().createElementNS(SVG, "title");
            title.setTextContent(title(results));
            svg.insertBefore(title, svg.getFirstChild());
            canvas.stream(svg, out, true, false);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the SVG", failure);
        }
        return out.toString();
    }

    private static String title(List<ScaleResult> results) {
        return "Time and space by the number of sessions: "
                + results.stream()
                        .map(result -> result.store().name())
                        .distinct()
                        .collect(Collectors.joining(", "));
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

    private static XYChart chart(Panel panel, List<ScaleResult> results) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(panel.title)
                .xAxisTitle("sessions in the store")
                .yAxisTitle(panel.unit)
                .build();
        style(chart);
        Map<StoreKind, List<ScaleResult>> byStore =
                results.stream().collect(Collectors.groupingBy(ScaleResult::store, TreeMap::new, Collectors.toList()));
        int next = 0;
        for (Map.Entry<StoreKind, List<ScaleResult>> store : byStore.entrySet()) {
            add(chart, panel, store.getKey().name(), COLORS[next++ % COLORS.length], store.getValue());
        }
        wholeDecades(chart);
        return chart;
    }

    /** From one power of ten to another, so that the axis has labels enough. */
    private static void wholeDecades(XYChart chart) {
        DoubleSummaryStatistics values = chart.getSeriesMap().values().stream()
                .flatMapToDouble(line -> Arrays.stream(line.getYData()))
                .summaryStatistics();
        if (values.getCount() > 0) {
            double least = Math.pow(10, Math.floor(Math.log10(values.getMin())));
            chart.getStyler().setYAxisMin(least);
            chart.getStyler().setYAxisMax(Math.max(10 * least, Math.pow(10, Math.ceil(Math.log10(values.getMax())))));
        }
    }

    private static void style(XYChart chart) {
        var style = chart.getStyler();
        style.setXAxisLogarithmic(true);
        style.setYAxisLogarithmic(true);
        style.setLegendPosition(Styler.LegendPosition.OutsideE);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridVerticalLinesVisible(false);
        style.setAxisTickMarksColor(Color.LIGHT_GRAY);
        style.setLegendBorderColor(Color.WHITE);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setDecimalPattern("#,##0.##");
    }

    /** A store keeps its colour in every chart; nothing is drawn where it has no value. */
    private static void add(XYChart chart, Panel panel, String store, Color color, List<ScaleResult> results) {
        List<Double> sessions = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (ScaleResult result : results) {
            panel.value.apply(result).ifPresent(value -> {
                sessions.add((double) result.sessions());
                values.add(Math.max(SMALLEST, value));
            });
        }
        if (values.isEmpty()) {
            return;
        }
        XYSeries line = chart.addSeries(store, sessions, values);
        line.setLineColor(color);
        line.setMarkerColor(color);
        line.setMarker(SeriesMarkers.CIRCLE);
        line.setLineStyle(new BasicStroke(LINE));
    }
}
