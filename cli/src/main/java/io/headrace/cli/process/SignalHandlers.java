package io.headrace.cli.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a signal to be told to us instead of ending the JVM, which would end with the signal's
 * exit code whatever the command returns. By reflection: the JDK has no other way, and its compiler
 * warns of this one.
 */
final class SignalHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(SignalHandlers.class);

  private SignalHandlers() {}

  /**
   * Calls the action, on a thread of the JVM's, each time the signal comes.
   *
   * @param name the signal without SIG
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object told =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), told);
    } catch (InvocationTargetException e) {
      LOG.debug("SIG{} is not ours to handle: {}", name, String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} ends this process without draining it: {}", name, e.toString());
    }
  }
}
