package io.headrace.learner.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A checkpoint's {@code state.json}. */
final class StateFile {

  static final String NAME = "state.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 2;

  /** Of versions without plans: a count of supervised steps and one place. */
  private static final int WITHOUT_STAGES = 1;

  private StateFile() {}

  static void write(Path folder, LearnerState state) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("step", state.step());
    root.put("weightsVersion", state.version().value());
    root.put("stage", state.stage().name());
    root.put("stageId", state.stageId());
    ObjectNode stages = root.putObject("stages");
    state
        .stages()
        .forEach(
            (id, stage) -> {
              ObjectNode node = stages.putObject(id);
              node.put("steps", stage.steps());
              node.put("demonstrationsPass", stage.demonstrations().pass());
              node.put("demonstrationsOffset", stage.demonstrations().offset());
            });
    root.put("scoredGroupsOffset", state.scoredGroupsOffset());
    root.put("optimizerSteps", state.optimizerSteps());
    root.put("seed", state.seed());
    root.put("configuration", state.configuration());
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(NAME).toFile(), root);
  }

  /**
   * Reads the state.
   *
   * @param plan names the stages of a state without stages: the first of each kind
   */
  static LearnerState read(Path folder, StagePlan plan) {
    Path file = folder.resolve(NAME);
    try {
      JsonNode root = JSON.readTree(file.toFile());
      JsonFields state = fields(root, file);
      int format = state.integer("format", 0);
      if (format != FORMAT && format != WITHOUT_STAGES) {
        throw damaged(file, "its format is not " + FORMAT, null);
      }
      Stage stage = Stage.valueOf(state.requiredText("stage"));
      return new LearnerState(
          state.longInteger("step"),
          new WeightsVersion(state.longInteger("weightsVersion")),
          stage,
          format == FORMAT ? state.requiredText("stageId") : id(plan, StageKind.of(stage)),
          format == FORMAT ? stages(root.path("stages"), file) : withoutStages(state, plan),
          state.longInteger("scoredGroupsOffset"),
          state.longInteger("optimizerSteps"),
          state.longInteger("seed"),
          state.requiredText("configuration"));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static SequencedMap<String, StageProgress> stages(JsonNode stages, Path file) {
    if (!stages.isObject()) {
      throw damaged(file, "stages is missing", null);
    }
    SequencedMap<String, StageProgress> read = new LinkedHashMap<>();
    stages.properties().forEach(each -> read.put(each.getKey(), stage(each.getValue(), file)));
    return read;
  }

  private static StageProgress stage(JsonNode node, Path file) {
    JsonFields stage = fields(node, file);
    return new StageProgress(stage.longInteger("steps"), place(stage));
  }

  private static DemonstrationPosition place(JsonFields fields) {
    return new DemonstrationPosition(
        fields.longInteger("demonstrationsPass"), fields.longInteger("demonstrationsOffset"));
  }

  private static SequencedMap<String, StageProgress> withoutStages(
      JsonFields state, StagePlan plan) {
    long supervised = state.longInteger("sftSteps");
    long reinforced = state.longInteger("step") - supervised;
    SequencedMap<String, StageProgress> stages = new LinkedHashMap<>();
    if (supervised > 0) {
      stages.put(id(plan, StageKind.SFT), new StageProgress(supervised, place(state)));
    }
    if (reinforced > 0) {
      stages.put(
          id(plan, StageKind.RL), new StageProgress(reinforced, DemonstrationPosition.START));
    }
    return stages;
  }

  private static String id(StagePlan plan, StageKind kind) {
    return plan.idOf("", kind);
  }

  private static JsonFields fields(JsonNode node, Path file) {
    return JsonFields.of(node, problem -> damaged(file, clause(problem), null));
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
