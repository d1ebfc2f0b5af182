package dev.freehold.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Draws the cost of a replacement over the number of live blocks.
public final class ScalingPlot {
  private ScalingPlot() {}

  private record Line(List<Double> live, List<Double> nanos) {}

  /// Draws.
  ///
  /// @param arguments the results (`scaling.csv`) and the picture to write (`.png`)
  /// @throws IOException if either cannot be read or written
  public static void main(String[] arguments) throws IOException {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (String row : Files.readAllLines(Path.of(arguments[0])).stream().skip(1).toList()) {
      String[] cells = row.split(",");
      Line line =
          lines.computeIfAbsent(
              cells[1], ignored -> new Line(new ArrayList<>(), new ArrayList<>()));
      line.live.add(Double.parseDouble(cells[0].substring(cells[0].indexOf(' ') + 1)));
      line.nanos.add(Double.parseDouble(cells[2]));
    }
    XYChart chart =
        new XYChartBuilder()
            .width(760)
            .height(420)
            .xAxisTitle("live blocks")
            .yAxisTitle("ns per replacement (one free, one allocate)")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0);
    lines.forEach((subject, line) -> {
      XYSeries series = chart.addSeries(subject, line.live, line.nanos);
      series.setMarker(SeriesMarkers.CIRCLE);
    });
    BitmapEncoder.saveBitmapWithDPI(chart, arguments[1], BitmapFormat.PNG, 144);
  }
}
