package io.headrace.pipeline.files;

/** The expected format of a file that a user names. */
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

  /** The format's name in a sentence. */
  public String noun() {
    return noun;
  }

  boolean isText() {
    return this != SAFETENSORS;
  }
}
