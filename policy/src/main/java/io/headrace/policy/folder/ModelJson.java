package io.headrace.policy.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.files.FileForm;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the JSON files of a model folder. */
final class ModelJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ModelJson() {}

  static ObjectNode read(Path file) {
    FolderProblemText.requireUsable(
        file, FileForm.JSON, "name a model folder in Hugging Face layout, which has one");
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (root instanceof ObjectNode object) {
        return object;
      }
      if (root.isMissingNode()) {
        throw FolderProblemText.in(file, "it is empty" + FolderProblemText.COPY_AGAIN);
      }
    } catch (JsonProcessingException e) {
      throw FolderProblemText.in(file, notAnObject(), e);
    } catch (IOException e) {
      throw FolderProblemText.unreadable(file, e);
    }
    throw FolderProblemText.in(file, notAnObject());
  }

  private static String notAnObject() {
    return "it is not a JSON object; copy the file again from its source";
  }
}
