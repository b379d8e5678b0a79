package io.flowscope.worker.lint;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/**
 * Warns of clocks, chance, threads and I/O in the code of a workflow. It sees what its class and
 * the classes of the same jar do, not what the JDK does with what it is given.
 */
public final class Lint {
  /** More places than this are only counted. */
  static final int SHOWN = 10;

  private Lint() {}

  /**
   * What to warn of, each a sentence with class and line; never fails.
   *
   * @param workflow its name, for the sentences
   * @param made the class of the workflow
   * @param method the method that runs; of the class or of an interface of it
   */
  public static List<String> warnings(String workflow, Class<?> made, Method method) {
    JarCode jar = new JarCode(made);
    String signature = method.getName() + Type.getMethodDescriptor(method);
    List<Reach.Finding> found = new Reach(jar).from(Type.getInternalName(made), signature);
    List<String> sentences = new ArrayList<>();
    found.stream().limit(SHOWN).forEach(each -> sentences.add(sentence(workflow, each)));
    if (found.size() > SHOWN) {
      sentences.add(
          "The workflow %s does such things in %d more places."
              .formatted(workflow, found.size() - SHOWN));
    }
    jar.unreadable()
        .forEach(
            (name, why) ->
                sentences.add(
                    "%s, which the workflow %s uses, was not checked for clocks, chance, threads"
                            .formatted(name.replace('/', '.'), workflow)
                        + " and I/O: "
                        + why
                        + "."));
    return sentences;
  }

  private static String sentence(String workflow, Reach.Finding found) {
    String where = found.at().isEmpty() ? "" : " at " + found.at();
    return "The workflow %s %s: %s in %s%s. %s"
        .formatted(workflow, found.use().deed, found.text(), found.in(), where, found.use().advice);
  }
}
