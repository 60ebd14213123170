package io.headrace.cli.process;

/** Headrace's own version. */
public final class Version {

  /** As in the manifest of the jar; "development" when run from class folders. */
  public static final String CURRENT = current();

  private Version() {}

  private static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
