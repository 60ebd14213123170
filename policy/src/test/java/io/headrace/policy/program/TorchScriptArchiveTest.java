package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchScriptArchiveTest {
  private static final int LOCAL_HEADER = 0x04034b50;

  @Test
  void storesItsEntriesUncompressedOnMultiplesOf64() {
    // When
    byte[] archive = new TorchScriptArchive("Thing", "class Thing(Module):\n").toBytes();
    // Then
    ByteBuffer zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    List<String> names = new ArrayList<>();
    int at = 0;
    while (zip.getInt(at) == LOCAL_HEADER) {
      int size = zip.getInt(at + 18);
      int nameLength = zip.getShort(at + 26);
      int content = at + 30 + nameLength + zip.getShort(at + 28);
      names.add(new String(archive, at + 30, nameLength, StandardCharsets.UTF_8));
      assertThat((int) zip.getShort(at + 8)).as("stored").isZero();
      assertThat(content % 64).as(names.getLast()).isZero();
      at = content + size;
    }
    assertThat(names)
        .containsExactly(
            "Thing/data.pkl", "Thing/code/__torch__.py", "Thing/constants.pkl", "Thing/version");
  }

  @Test
  void theSameSourceGivesTheSameBytes() {
    String source = ProgramModule.source();
    assertThat(new TorchScriptArchive("Policy", source).toBytes())
        .isEqualTo(new TorchScriptArchive("Policy", source).toBytes());
  }
}
