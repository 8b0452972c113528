package dev.automat.cli.launch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Hears Ctrl-C and the polite request to end.
 *
 * <p>A shutdown hook hears them only once and hides the second Ctrl-C. The JDK's class for signals
 * is reached by reflection, because naming it is a warning that no annotation can silence.
 */
final class Terminator {

    private Terminator() {}

    /**
     * Calls back on each signal, on a thread of its own.
     *
     * @return whether this JVM can tell; if not, a shutdown hook has to do
     */
    static boolean onSignal(Runnable callback) {
        try {
            for (var name : new String[] {"INT", "TERM"}) {
                handle(name, callback);
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException unsupported) {
            return false;
        }
    }

    private static void handle(String name, Runnable callback) throws ReflectiveOperationException {
        var signalType = Class.forName("sun.misc.Signal");
        var handlerType = Class.forName("sun.misc.SignalHandler");
        InvocationHandler invocation =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                callback.run();
                                yield null;
                            }
                            case "hashCode" -> System.identityHashCode(method);
                            case "toString" -> "Terminator";
                            default -> false;
                        };
        var handler =
                Proxy.newProxyInstance(
                        Terminator.class.getClassLoader(),
                        new Class<?>[] {handlerType},
                        invocation);
        signalType
                .getMethod("handle", signalType, handlerType)
                .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
    }
}
