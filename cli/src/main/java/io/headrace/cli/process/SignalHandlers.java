package io.headrace.cli.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles signals in place of the JVM's default, which exits with the signal's exit code and not
 * with the command's. Uses sun.misc.Signal by reflection, since there is no other API and javac
 * warns about direct use.
 */
final class SignalHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(SignalHandlers.class);

  private SignalHandlers() {}

  /**
   * Calls the action on a JVM thread each time the signal is received.
   *
   * @param name the signal's name without SIG
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object callback =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), callback);
    } catch (InvocationTargetException e) {
      LOG.debug("SIG{} is not ours to handle: {}", name, String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} ends this process without draining it: {}", name, e.toString());
    }
  }
}
