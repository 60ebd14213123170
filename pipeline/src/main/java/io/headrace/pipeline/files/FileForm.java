package io.headrace.pipeline.files;

/** What a file that a user names has to hold. */
public enum FileForm {
  /** One JSON object. */
  JSON("a JSON object"),
  /** One JSON value a line. */
  JSON_LINES("lines of JSON"),
  /** A YAML document. */
  YAML("YAML"),
  /** Tensors. */
  SAFETENSORS("safetensors");

  private final String noun;

  FileForm(String noun) {
    this.noun = noun;
  }

  /** How a sentence calls it. */
  public String noun() {
    return noun;
  }

  boolean isText() {
    return this != SAFETENSORS;
  }
}
