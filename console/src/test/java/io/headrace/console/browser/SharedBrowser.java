package io.headrace.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that gives all test classes one browser, for starting it takes seconds. After
 * each test the browser must have nothing to complain of: breaches of the Content-Security-Policy
 * and errors of scripts would be there.
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
    // A page that is left does not complain, in the next test, that its server is gone.
    get().go("about:blank");
    assertThat(complaints).isEmpty();
  }

  /** A test that takes the server away, or is refused, hears the browser say so. */
  private static boolean expected(String complaint, ExtensionContext context) {
    return context.getTags().contains("refused")
        && (complaint.contains("Failed to load resource") || complaint.contains("net::ERR_"));
  }

  Chromium get() {
    if (browser == null) {
      throw new IllegalStateException("the browser is opened before the first test");
    }
    return browser;
  }
}
