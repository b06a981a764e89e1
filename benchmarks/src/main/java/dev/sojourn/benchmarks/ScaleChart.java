package dev.sojourn.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One chart of a scale plot. The library draws the lines and says where things are; the words are put there as text, for the
 * library would draw each letter as a shape, and each dash of a dashed grid. For one thread.
 */
final class ScaleChart {

    static final int WIDTH = 560;
    static final int HEIGHT = 340;
    static final float LINE = 2.4f;
    static final Font WORDS = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    private static final Color GRID = new Color(0xE4E4E4);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final int LEFT = 80;
    private static final int RIGHT = 24;
    private static final int TOP = 36;
    private static final int BOTTOM = 52;
    private static final int GAP = 8;
    private static final int MARKER = 6;
    private static final double SMALLEST = 0.01;
    private static final double TENFOLD = 10;
    private static final double ROUNDED = 1.001;

    private final ScalePlot.Panel panel;
    private final XYChart chart;

    /** @param colors of the stores, by name */
    ScaleChart(ScalePlot.Panel panel, List<ScaleResult> results, Map<String, Color> colors) {
        this.panel = panel;
        this.chart = new XYChartBuilder()
                .width(WIDTH - LEFT - RIGHT)
                .height(HEIGHT - TOP - BOTTOM)
                .build();
        style();
        colors.forEach((store, color) -> add(
                store,
                color,
                results.stream().filter(result -> result.store().equals(store)).toList()));
        wholeDecades();
    }

    private void style() {
        var style = chart.getStyler();
        style.setXAxisLogarithmic(true);
        style.setYAxisLogarithmic(true);
        style.setChartTitleVisible(false);
        style.setAxisTitlesVisible(false);
        style.setAxisTicksVisible(false);
        style.setLegendVisible(false);
        style.setChartPadding(0);
        style.setPlotMargin(0);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridVerticalLinesVisible(false);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setMarkerSize(MARKER);
    }

    private void add(String store, Color color, List<ScaleResult> results) {
        List<Double> sessions = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (ScaleResult result : results) {
            panel.value().apply(result).ifPresent(value -> {
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

    /** From one power of ten to another, so that the axis has labels enough. */
    private void wholeDecades() {
        DoubleSummaryStatistics values = chart.getSeriesMap().values().stream()
                .flatMapToDouble(line -> Arrays.stream(line.getYData()))
                .summaryStatistics();
        if (values.getCount() > 0) {
            double least = Math.pow(TENFOLD, Math.floor(Math.log10(values.getMin())));
            double most = Math.pow(TENFOLD, Math.ceil(Math.log10(values.getMax())));
            chart.getStyler().setYAxisMin(least);
            chart.getStyler().setYAxisMax(Math.max(TENFOLD * least, most));
        }
    }

    void paint(Graphics2D corner) {
        corner.setColor(Color.BLACK);
        corner.setFont(TITLE);
        corner.drawString(panel.title() + ", " + panel.unit(), LEFT, TOP - 2 * GAP);
        Graphics2D inside = (Graphics2D) corner.create(LEFT, TOP, chart.getWidth(), chart.getHeight());
        chart.paint(inside, chart.getWidth(), chart.getHeight());
        inside.dispose();
        if (!chart.getSeriesMap().isEmpty()) {
            labels(corner);
        }
    }

    private void labels(Graphics2D corner) {
        corner.setFont(WORDS);
        corner.setColor(Color.DARK_GRAY);
        DecimalFormat format = new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        var metrics = corner.getFontMetrics();
        int bottom = HEIGHT - BOTTOM;
        for (double value :
                decades(chart.getStyler().getYAxisMin(), chart.getStyler().getYAxisMax())) {
            String word = format.format(value);
            int y = TOP + (int) Math.round(chart.getScreenYFromChart(value));
            corner.drawString(word, LEFT - GAP - metrics.stringWidth(word), y + metrics.getAscent() / 2 - 2);
        }
        DoubleSummaryStatistics sessions = chart.getSeriesMap().values().stream()
                .flatMapToDouble(line -> Arrays.stream(line.getXData()))
                .summaryStatistics();
        for (double value : decades(sessions.getMin(), sessions.getMax())) {
            String word = format.format(value);
            int x = LEFT + (int) Math.round(chart.getScreenXFromChart(value));
            corner.drawString(word, x - metrics.stringWidth(word) / 2, bottom + GAP + metrics.getAscent());
        }
        String below = "sessions in the store";
        corner.drawString(below, (LEFT + WIDTH - RIGHT - metrics.stringWidth(below)) / 2, HEIGHT - GAP);
    }

    /** The powers of ten from one to the other. */
    private static List<Double> decades(double least, double most) {
        return DoubleStream.iterate(least, value -> value <= most * ROUNDED, value -> value * TENFOLD)
                .boxed()
                .toList();
    }
}
