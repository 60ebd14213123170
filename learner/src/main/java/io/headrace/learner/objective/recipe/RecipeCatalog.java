package io.headrace.learner.objective.recipe;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UnusableFileException;
import io.headrace.pipeline.files.UserFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The built-in recipes by name, and those of users' files. */
public final class RecipeCatalog {

  /** The built-in recipes, in the order they are listed. */
  public static final List<String> NAMES =
      List.of(
          "kimi-k1.5",
          "seed-vapo",
          "dapo",
          "grpo",
          "dr-grpo",
          "ppo",
          "rloo",
          "reinforce++",
          "gspo",
          "cispo",
          "areal-decoupled");

  private static final String SUFFIX = ".yaml";

  private RecipeCatalog() {}

  /**
   * The recipe of a name or of a file.
   *
   * @param name of a built-in recipe, or the path of a YAML file
   * @param place where the name was given, for messages
   * @throws HeadraceException INVALID_CONFIG when there is none
   */
  public static Recipe get(String name, String place) {
    if (NAMES.contains(name)) {
      return builtIn(name);
    }
    if (isFile(name)) {
      return file(Path.of(name));
    }
    throw new HeadraceException(
        ErrorCode.INVALID_CONFIG,
        "[%s] there is no recipe '%s'; use %s, or the path of a file that ends in .yaml"
            .formatted(place, name, String.join(", ", NAMES)));
  }

  /** Whether the name is the path of a recipe's file. */
  public static boolean isFile(String name) {
    return name.endsWith(SUFFIX) || name.endsWith(".yml");
  }

  /** The YAML of a built-in recipe, comments included. */
  public static String yaml(String name) {
    return text(name + SUFFIX);
  }

  /** What holds for all recipes, and the parameters with their values; lines of YAML comments. */
  public static List<String> conventions() {
    return text("conventions.txt").lines().toList();
  }

  private static String text(String file) {
    try (InputStream in = resource(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recipe builtIn(String name) {
    try (InputStream in = resource(name + SUFFIX)) {
      return RecipeReader.read(in, name, name, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recipe file(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    try (InputStream in = UserFile.open(file, FileForm.YAML)) {
      return RecipeReader.read(in, name, file.toString(), true);
    } catch (UnusableFileException e) {
      throw invalid("[%s] %s".formatted(file, e.clause()), e);
    } catch (NoSuchFileException e) {
      throw invalid(
          "[%s] there is no such file; give a recipe's file or one of %s"
              .formatted(file, String.join(", ", NAMES)),
          e);
    } catch (IOException e) {
      throw invalid("[%s] can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static InputStream resource(String file) {
    InputStream in = RecipeCatalog.class.getResourceAsStream("/recipes/" + file);
    if (in == null) {
      throw new IllegalStateException("[%s] is missing from the jar".formatted(file));
    }
    return in;
  }

  private static HeadraceException invalid(String message, IOException cause) {
    return new HeadraceException(ErrorCode.INVALID_CONFIG, message, cause);
  }
}
