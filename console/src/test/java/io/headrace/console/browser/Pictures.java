package io.headrace.console.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Takes pictures of a running console, for looking at it: {@code Pictures ADDRESS FOLDER}. */
final class Pictures {
  private Pictures() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    for (int width : new int[] {1280, 420}) {
      try (Chromium browser = Chromium.open(width, width > 1000 ? 1180 : 2400)) {
        for (String theme : new String[] {"light", "dark"}) {
          take(browser, arguments[0], folder, width + "-" + theme, theme);
        }
      }
    }
  }

  private static void take(Chromium browser, String address, Path folder, String name, String theme)
      throws IOException {
    browser.go(address);
    browser.run("localStorage.setItem('headrace-theme', arguments[0])", theme);
    browser.go(address + "?again#/overview");
    save(browser, folder.resolve("overview-" + name + ".png"));
    browser.run("location.hash = '#/traces'");
    save(browser, folder.resolve("traces-" + name + ".png"));
    browser.run("location.hash = '#/traces?outcome=wrong'");
    pause();
    browser.run("document.querySelector('tbody tr td a').click()");
    pause();
    browser.run("document.querySelector('.lp5, .lp4, .lp6')?.focus()");
    save(browser, folder.resolve("trace-" + name + ".png"));
    browser.run("location.hash = '#/dead-letters'");
    save(browser, folder.resolve("letters-" + name + ".png"));
    browser.complaints().forEach(System.out::println);
  }

  private static void save(Chromium browser, Path file) throws IOException {
    pause();
    Files.write(file, browser.picture());
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(2500).toNanos());
  }
}
