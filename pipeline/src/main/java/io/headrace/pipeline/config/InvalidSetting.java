package io.headrace.pipeline.config;

/** A setting whose value can't be used; the loader adds the source of the value. */
final class InvalidSetting extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String path;

  InvalidSetting(String path, String problem) {
    super(problem);
    this.path = path;
  }

  String path() {
    return path;
  }
}
