package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.pipeline.config.ModelSource;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialModelTest {

  @TempDir Path folder;

  @Test
  void theErrorOfAFolderWithoutAModelNamesIt() {
    // Given
    Path missing = folder.resolve("no-model");
    var source = new ModelSource(Optional.of(missing), 1, 128, 3, 4, 2, 344, 512);

    // When
    HeadraceException rejected =
        catchThrowableOfType(
            HeadraceException.class, () -> InitialModel.of(source, LearnerState.initial(1, "")));

    // Then
    assertThat(rejected.code()).isEqualTo(ErrorCode.INVALID_MODEL);
    assertThat(rejected).hasMessageContaining(missing.toString());
  }
}
