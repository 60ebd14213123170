package io.headrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersAreAlignedRight() {
    Table table = new Table("NAME", "VALUE").row("a", "12").row("longer", "1,234.5");

    assertThat(table.lines())
        .containsExactly("NAME    VALUE", "a            12", "longer  1,234.5");
  }

  @Test
  void aRowOfAnotherLengthIsRejected() {
    assertThatThrownBy(() -> new Table("A", "B").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
