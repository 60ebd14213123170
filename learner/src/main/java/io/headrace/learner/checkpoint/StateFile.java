package io.headrace.learner.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.schemas.Stage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A checkpoint's {@code state.json}. */
final class StateFile {

  static final String NAME = "state.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  private StateFile() {}

  static void write(Path folder, LearnerState state) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("step", state.step());
    root.put("weightsVersion", state.version().value());
    root.put("stage", state.stage().name());
    root.put("sftSteps", state.sftSteps());
    root.put("scoredGroupsOffset", state.scoredGroupsOffset());
    root.put("demonstrationsPass", state.demonstrations().pass());
    root.put("demonstrationsOffset", state.demonstrations().offset());
    root.put("optimizerSteps", state.optimizerSteps());
    root.put("seed", state.seed());
    root.put("configuration", state.configuration());
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(NAME).toFile(), root);
  }

  static LearnerState read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      JsonFields state =
          JsonFields.of(
              JSON.readTree(file.toFile()), problem -> damaged(file, clause(problem), null));
      if (state.integer("format", 0) != FORMAT) {
        throw damaged(file, "its format is not " + FORMAT, null);
      }
      return new LearnerState(
          state.longInteger("step"),
          new WeightsVersion(state.longInteger("weightsVersion")),
          Stage.valueOf(state.requiredText("stage")),
          state.longInteger("sftSteps"),
          state.longInteger("scoredGroupsOffset"),
          new DemonstrationPosition(
              state.longInteger("demonstrationsPass"), state.longInteger("demonstrationsOffset")),
          state.longInteger("optimizerSteps"),
          state.longInteger("seed"),
          state.requiredText("configuration"));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is wrong, without what would be done about a file that somebody writes by hand. */
  private static String clause(String problem) {
    return problem.substring(0, problem.lastIndexOf("; "));
  }

  private static HeadraceException damaged(Path file, String problem, @Nullable Exception cause) {
    String message = "[checkpoint=%s] %s; restore the folder from a copy".formatted(file, problem);
    return cause == null
        ? new HeadraceException(ErrorCode.CORRUPT_CHECKPOINT, message)
        : new HeadraceException(ErrorCode.CORRUPT_CHECKPOINT, message, cause);
  }
}
