package io.headrace.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.process.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartBenchmarkIT {

  @Test
  void aCurriculumThatStartsAgainReadsNoMoreOfALongLog() {
    // Given a short log and one ten times as long
    List<String> said = new ArrayList<>();
    var plan = new RestartBenchmark.Plan(100, 1_000, Optional.of(ServiceKind.CURRICULUM));

    // When the curriculum is started against both, first without a snapshot
    RestartReport report = RestartBenchmark.run(plan, said::add);

    // Then only the first start reads the whole log
    RestartReport.Row first = row(report, "curriculum without a snapshot", "read");
    assertThat(first.ofMany()).isGreaterThan(3 * first.ofFew());
    RestartReport.Row again = row(report, "curriculum", "read");
    assertThat(again.ofMany()).isLessThan(first.ofMany() / 3);
    assertThat(report.rows()).hasSize(6);
    assertThat(said).contains("1,000 of 1,000 groups are in the log");
    assertThat(report.lines().getFirst()).contains("100 GROUPS", "1,000 GROUPS", "RATIO");
  }

  private static RestartReport.Row row(RestartReport report, String service, String what) {
    return report.rows().stream()
        .filter(row -> row.service().equals(service) && row.what().equals(what))
        .findFirst()
        .orElseThrow();
  }
}
