package io.headrace.cli.process;

/** The version of Headrace. */
public final class Version {

  /** The version in the jar's manifest; "development" when run from class folders. */
  public static final String CURRENT = current();

  private Version() {}

  private static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
