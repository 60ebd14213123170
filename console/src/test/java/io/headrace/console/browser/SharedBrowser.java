package io.headrace.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension with one browser for all test classes, since its start takes seconds. A test
 * fails if the browser has logged warnings or errors after it, such as violations of the
 * Content-Security-Policy and script errors.
 */
final class SharedBrowser implements BeforeAllCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedBrowser.class);

  private @Nullable Chromium browser;

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Chromium.installed(),
        "the browser test needs /usr/bin/chromium and /usr/bin/chromedriver; install them to run"
            + " it");
    browser =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Chromium.class, _ -> Chromium.open(1280, 1000), Chromium.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> complaints =
        get().complaints().stream().filter(said -> !expected(said, context)).toList();
    // So that this page logs no failed requests during the next test.
    get().go("about:blank");
    assertThat(complaints).isEmpty();
  }

  /** Failed requests are logged by the browser; a test that causes them has this tag. */
  private static boolean expected(String complaint, ExtensionContext context) {
    return context.getTags().contains("rejected")
        && (complaint.contains("Failed to load resource") || complaint.contains("net::ERR_"));
  }

  Chromium get() {
    if (browser == null) {
      throw new IllegalStateException("the browser is opened before the first test");
    }
    return browser;
  }
}
