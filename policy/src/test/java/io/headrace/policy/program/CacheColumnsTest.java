package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheColumnsTest {

  @ParameterizedTest
  @CsvSource({"1,16", "16,16", "17,32", "72,80", "256,256", "257,288", "1000,1024", "1025,1152"})
  void columnsAreTheTokensRoundedUp(int tokens, int columns) {
    assertThat(CacheColumns.of(tokens, 4096)).isEqualTo(columns);
  }

  @Test
  void thereAreNeverMoreThanTheModelTakes() {
    assertThat(CacheColumns.of(38, 40)).isEqualTo(40);
  }

  @Test
  void aLongSequenceIsCopiedAFewTimesWhileItGrows() {
    assertThat(IntStream.rangeClosed(1, 131_072).map(n -> CacheColumns.of(n, 131_072)).distinct())
        .hasSizeLessThan(100);
  }
}
