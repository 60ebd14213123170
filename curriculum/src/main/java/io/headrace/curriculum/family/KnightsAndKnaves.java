package io.headrace.curriculum.family;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * The puzzle of knights, whose statements are all true, and knaves, whose statements are all false.
 *
 * <p>Prompt {@code A:B=n;B:A=k&B=k?} (A says that B is a knave; B says that both are knights),
 * answer {@code kn} (A is a knight, B a knave). Every puzzle has exactly one solution. The
 * demonstration tries the assignments in a fixed order and names the first person whose statement
 * contradicts the assignment, until none does: {@code <think>kk:A,kn:ok</think>{"ans":"kn"}}.
 */
public final class KnightsAndKnaves implements TaskFamily {

  @Override
  public String name() {
    return "knights-and-knaves";
  }

  @Override
  public Difficulties difficulties() {
    return new Difficulties(2, 3, 3, "persons");
  }

  @Override
  public FamilyTask draw(RandomGenerator random, int difficulty) {
    int persons = difficulties().check(name(), difficulty);
    while (true) {
      List<Statement> statements = new ArrayList<>();
      for (int person = 0; person < persons; person++) {
        statements.add(Statement.draw(random, persons));
      }
      OptionalInt solution = onlySolution(statements);
      if (solution.isPresent()) {
        String prompt = prompt(statements);
        return new FamilyTask(prompt, text(solution.getAsInt(), persons), prompt);
      }
    }
  }

  @Override
  public String demonstration(FamilyTask task) {
    List<Statement> statements = statements(task);
    List<String> trials = new ArrayList<>();
    for (int trial = 0; trial < 1 << statements.size(); trial++) {
      int knights = assignment(trial, statements.size());
      String text = text(knights, statements.size());
      int contradiction = firstContradiction(statements, knights);
      trials.add(text + ":" + (contradiction < 0 ? "ok" : letter(contradiction)));
      if (contradiction < 0) {
        return DemonstrationText.ofText(String.join(",", trials), text);
      }
    }
    throw DemonstrationText.unknownPrompt(name(), task);
  }

  static char letter(int person) {
    return (char) ('A' + person);
  }

  private static String prompt(List<Statement> statements) {
    List<String> part = new ArrayList<>();
    for (int person = 0; person < statements.size(); person++) {
      part.add(letter(person) + ":" + statements.get(person).text());
    }
    return String.join(";", part) + "?";
  }

  private List<Statement> statements(FamilyTask task) {
    if (!task.prompt().matches("(?:[A-C]:[A-C=kn&|]+[;?]){2,3}")) {
      throw DemonstrationText.unknownPrompt(name(), task);
    }
    List<Statement> statements = new ArrayList<>();
    for (String part : task.prompt().substring(0, task.prompt().length() - 1).split(";", -1)) {
      statements.add(Statement.parse(part.substring(2)));
    }
    return statements;
  }

  /**
   * The assignment of a trial: from all knights to all knaves, the last person changing fastest.
   */
  private static int assignment(int trial, int persons) {
    int knights = 0;
    for (int person = 0; person < persons; person++) {
      int knave = trial >> (persons - 1 - person) & 1;
      knights |= (1 - knave) << person;
    }
    return knights;
  }

  private static int firstContradiction(List<Statement> statements, int knights) {
    for (int person = 0; person < statements.size(); person++) {
      boolean knight = (knights >> person & 1) == 1;
      if (statements.get(person).holds(knights) != knight) {
        return person;
      }
    }
    return -1;
  }

  private static OptionalInt onlySolution(List<Statement> statements) {
    OptionalInt found = OptionalInt.empty();
    for (int knights = 0; knights < 1 << statements.size(); knights++) {
      if (firstContradiction(statements, knights) < 0) {
        if (found.isPresent()) {
          return OptionalInt.empty();
        }
        found = OptionalInt.of(knights);
      }
    }
    return found;
  }

  private static String text(int knights, int persons) {
    StringBuilder text = new StringBuilder();
    for (int person = 0; person < persons; person++) {
      text.append((knights >> person & 1) == 1 ? 'k' : 'n');
    }
    return text.toString();
  }
}
