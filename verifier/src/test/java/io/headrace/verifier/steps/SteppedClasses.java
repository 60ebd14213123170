package io.headrace.verifier.steps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loads classes of some packages anew, with calls of {@link Steps} in them. A method of String or
 * Pattern whose cost is not constant and that {@link Steps} does not count is an error.
 */
public final class SteppedClasses extends ClassLoader {

  private static final ClassDesc STEPS = Steps.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.ofDescriptor("()V");
  private static final Set<String> COUNTED_OWNERS =
      Set.of("java/lang/String", "java/util/regex/Pattern");
  private static final Set<String> CONSTANT =
      Set.of(
          "length",
          "isEmpty",
          "charAt",
          "codePointAt",
          "codePointBefore",
          "equals",
          "hashCode",
          "pattern");

  private final List<String> packages;

  /** Counts in the classes of these packages. */
  public SteppedClasses(String... packages) {
    super(SteppedClasses.class.getClassLoader());
    this.packages = List.of(packages);
  }

  /** An instance of a public class with a public constructor without parameters. */
  public <T> T instance(Class<? extends T> type, Class<T> as) {
    try {
      return as.cast(loadClass(type.getName()).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!packages.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] counted = counted(in.readAllBytes());
      return defineClass(name, counted, 0, counted.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] counted(byte[] original) {
    ClassFile classes =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(getParent())
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    return classes.transformClass(
        classes.parse(original),
        ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Counting::new)));
  }

  /** Counts the method, every jump back, and what calls read. */
  private static final class Counting implements CodeTransform {

    private final Set<Label> passed = new HashSet<>();

    @Override
    public void atStart(CodeBuilder builder) {
      builder.invokestatic(STEPS, "step", NOTHING);
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      switch (element) {
        case LabelTarget target -> {
          passed.add(target.label());
          builder.with(element);
        }
        case BranchInstruction branch when passed.contains(branch.target()) -> {
          builder.invokestatic(STEPS, "step", NOTHING);
          builder.with(element);
        }
        case InvokeInstruction call when isCounted(call) ->
            builder.invokestatic(STEPS, call.name().stringValue(), type(call));
        default -> builder.with(element);
      }
    }

    private static boolean isCounted(InvokeInstruction call) {
      return call.opcode() == Opcode.INVOKEVIRTUAL
          && COUNTED_OWNERS.contains(call.owner().asInternalName())
          && !CONSTANT.contains(call.name().stringValue());
    }

    private static MethodTypeDesc type(InvokeInstruction call) {
      MethodTypeDesc type = call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
      boolean known =
          Arrays.stream(Steps.class.getMethods())
              .filter(method -> method.getName().equals(call.name().stringValue()))
              .anyMatch(method -> type.descriptorString().equals(descriptor(method)));
      if (!known) {
        throw new IllegalStateException("Steps does not count %s%s".formatted(call.name(), type));
      }
      return type;
    }

    private static String descriptor(Method method) {
      return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
          .descriptorString();
    }
  }
}
