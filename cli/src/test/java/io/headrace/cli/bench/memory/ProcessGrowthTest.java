package io.headrace.cli.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.bench.memory.ProcessGrowth.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ProcessGrowthTest {

  @Test
  void levelIsFlat() {
    assertThat(growth(_ -> 400, 25, 27).verdict()).isEqualTo(Verdict.FLAT);
  }

  @Test
  void slowGrowthWithinTheLimitIsFlat() {
    assertThat(growth(hours -> 400 + 5 * hours, 25, 27).verdict()).isEqualTo(Verdict.FLAT);
  }

  @Test
  void growthOfResidentMemoryIsReportedWithItsSlope() {
    // When
    ProcessGrowth growth = growth(hours -> 400 + 640 * hours, 25, 27);

    // Then
    assertThat(growth.verdict()).isEqualTo(Verdict.GROWS);
    assertThat(growth.words()).isEqualTo("grows by 640 MB/h");
  }

  @Test
  void growthWithinAFixedHeapIsDetectedByTheLiveHeap() {
    // When
    ProcessGrowth growth = growth(_ -> 400, 25, 125);

    // Then
    assertThat(growth.verdict()).isEqualTo(Verdict.GROWS);
    assertThat(growth.words()).startsWith("grows by 100 MB/h (heap)");
  }

  @Test
  void arraysThatAreNeverReleasedAreReportedThoughMemoryIsFlat() {
    // When
    ProcessGrowth growth = growth(_ -> 400, hours -> 30 + 900 * hours, 25, 27);

    // Then
    assertThat(growth.verdict()).isEqualTo(Verdict.GROWS);
    assertThat(growth.words()).isEqualTo("grows by 900 arrays/h");
  }

  @Test
  void aProcessWithoutAnEngineHasNoArraysToGrow() {
    assertThat(growth(_ -> 400, _ -> Double.NaN, 25, 27).verdict()).isEqualTo(Verdict.FLAT);
  }

  @Test
  void noisySamplesAreUndecided() {
    // Given
    Random random = new Random(3);

    // When
    ProcessGrowth growth = growth(_ -> 400 + 90 * random.nextGaussian(), 25, 27);

    // Then
    assertThat(growth.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(growth.words()).startsWith("undecided: ");
  }

  /** An hour of a process. */
  private static ProcessGrowth growth(DoubleUnaryOperator resident, double first, double last) {
    return growth(resident, _ -> 30, first, last);
  }

  private static ProcessGrowth growth(
      DoubleUnaryOperator resident, DoubleUnaryOperator arrays, double first, double last) {
    List<MemorySample> samples = new ArrayList<>();
    for (int second = 0; second <= 3600; second += 30) {
      double value = resident.applyAsDouble(second / 3600.0);
      double held = arrays.applyAsDouble(second / 3600.0);
      samples.add(new MemorySample(second, value, value, 50, 256, 1, 60, held));
    }
    return new ProcessGrowth("learner", samples, first, last, 20);
  }
}
