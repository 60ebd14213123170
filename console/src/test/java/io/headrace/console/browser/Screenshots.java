package io.headrace.console.browser;

import io.headrace.console.demo.DemoConsole;
import io.headrace.console.demo.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes screenshots of the page: {@code Screenshots FOLDER} of every scene, {@code Screenshots
 * FOLDER ADDRESS} of a running console.
 */
final class Screenshots {
  private static final Map<String, String> VIEWS =
      Map.of(
          "overview", "/overview",
          "traces", "/traces",
          "trace", "/traces?trace=hostile%2F1.e0.1%230",
          "error", "/traces?trace=hostile%2F1.e0.1%231",
          "letters", "/dead-letters");

  private Screenshots() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    try (Chromium browser = Chromium.open(1280, 1000)) {
      if (arguments.length > 1) {
        running(browser, folder, arguments[1]);
        return;
      }
      for (Scene scene : Scene.values()) {
        scene(browser, folder, scene);
      }
    }
  }

  private static void running(Chromium browser, Path folder, String address) throws IOException {
    browser.size(1280, 1000);
    take(browser, address + "#/overview", folder.resolve("console-overview.png"));
    browser.go(address + "#/traces?outcome=wrong");
    pause();
    browser.run("document.querySelector('tbody tr td a')?.click()");
    pause();
    browser.run("document.querySelector('.tokens .lp5, .tokens .lp4, .tokens .lp6')?.focus()");
    save(browser, folder.resolve("console-trace.png"));
  }

  private static void scene(Chromium browser, Path folder, Scene scene) throws IOException {
    try (DemoConsole console = new DemoConsole(0, scene)) {
      String name = scene.name().toLowerCase(Locale.ROOT);
      String page = console.address().toString();
      browser.prefer("prefers-color-scheme", scene == Scene.TRAINING ? "dark" : "light");
      browser.size(1280, 1000);
      take(browser, page + "#/overview", folder.resolve(name + "-1280.png"));
      if (scene == Scene.HOSTILE) {
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
          for (int width : new int[] {390, 768, 1280, 1920}) {
            browser.size(width, 900);
            Path file = folder.resolve("%s-%d.png".formatted(view.getKey(), width));
            take(browser, page + "#" + view.getValue(), file);
          }
        }
      }
      browser.complaints().forEach(System.out::println);
      browser.go("about:blank");
    }
  }

  private static void take(Chromium browser, String address, Path file) throws IOException {
    browser.go(address);
    pause();
    save(browser, file);
  }

  private static void save(Chromium browser, Path file) throws IOException {
    Files.write(file, browser.picture());
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(1800).toNanos());
  }
}
