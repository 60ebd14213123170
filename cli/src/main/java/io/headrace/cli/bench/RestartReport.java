package io.headrace.cli.bench;

import io.headrace.benchmarks.Measurement;
import io.headrace.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measurements of restarts with a short and a long log.
 *
 * @param few number of groups in the short log
 * @param many number of groups in the long log
 * @param rows the measurements, ordered by service
 */
public record RestartReport(long few, long many, List<Row> rows) {

  public RestartReport {
    rows = List.copyOf(rows);
  }

  /**
   * One measurement of one service.
   *
   * @param what the measured quantity
   */
  public record Row(String service, String what, String unit, double ofFew, double ofMany) {

    private double ratio() {
      return ofMany / ofFew;
    }
  }

  /** A table with the ratio of the long log to the short one. */
  public List<String> lines() {
    Table table =
        new Table(
            "SERVICE",
            "MEASURE",
            String.format(Locale.ROOT, "%,d GROUPS", few),
            String.format(Locale.ROOT, "%,d GROUPS", many),
            "RATIO");
    for (Row row : rows) {
      table.row(
          row.service(),
          "%s, %s".formatted(row.what(), row.unit()),
          number(row.ofFew()),
          number(row.ofMany()),
          Double.isFinite(row.ratio()) ? number(row.ratio()) : "–");
    }
    return table.lines();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** The measurements for JSON output. */
  public List<Measurement> measurements() {
    List<Measurement> measurements = new ArrayList<>();
    for (Row row : rows) {
      String name = row.service() + " " + row.what();
      measurements.add(
          new Measurement("%s, %d groups".formatted(name, few), row.ofFew(), row.unit()));
      measurements.add(
          new Measurement("%s, %d groups".formatted(name, many), row.ofMany(), row.unit()));
      if (Double.isFinite(row.ratio())) {
        measurements.add(Measurement.ratio(name + ", ratio", row.ofMany(), row.ofFew()));
      }
    }
    return measurements;
  }
}
