package io.headrace.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceIdTest {

  @ParameterizedTest
  @CsvSource({
    "node7, node7-1",
    "node7.rack2.example.org, node7-1",
    "Ada's Laptop/../x, Ada_s_Laptop_-1",
    "'', host-1"
  })
  void hostsBecomeNamesThatFitAFolderAndAKey(String host, String expected) {
    assertThat(InstanceId.of(host, 1)).isEqualTo(expected);
  }

  @Test
  void aLongHostIsShortened() {
    assertThat(InstanceId.of("h".repeat(200), 42)).isEqualTo("h".repeat(40) + "-42");
  }

  @Test
  void twoHostsWithTheSameProcessIdDiffer() {
    assertThat(InstanceId.of("a", 1)).isNotEqualTo(InstanceId.of("b", 1));
  }

  @Test
  void thisProcessNamesItself() {
    assertThat(InstanceId.ofThisProcess())
        .matches("[A-Za-z0-9_-]+-" + ProcessHandle.current().pid());
  }
}
