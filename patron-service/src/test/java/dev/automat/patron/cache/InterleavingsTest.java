package dev.automat.patron.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Every order of up to six steps on one row, against the real cache: no read may show less than it
 * must, and none may be wrong for good. With any one line of the protocol left out, some order goes
 * wrong; so each line is needed, and this test sees it.
 */
class InterleavingsTest {

    private static final int LONGEST = 6;

    /** Steps that matter to each other; all together would be more orders than a test can try. */
    private static final List<Set<Step>> SCENES =
            List.of(
                    Set.of(
                            Step.UPDATE,
                            Step.DELETE,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.YOUNGEST_ANSWER,
                            Step.HEAR),
                    Set.of(
                            Step.WRITE,
                            Step.UPDATE,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.YOUNGEST_ANSWER,
                            Step.HEAR),
                    Set.of(
                            Step.UPDATE,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.HEAR,
                            Step.RECONNECT,
                            Step.LATE_WORD),
                    Set.of(
                            Step.UPDATE,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.HEAR,
                            Step.SILENCE,
                            Step.BEAT,
                            Step.WAIT),
                    Set.of(
                            Step.UPDATE,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.HEAR,
                            Step.TRIGGERS_OFF,
                            Step.TRIGGERS_ON,
                            Step.AUDIT),
                    Set.of(
                            Step.UPDATE_TOLD_EARLY,
                            Step.SHOW,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.HEAR,
                            Step.AUDIT),
                    Set.of(
                            Step.GARBLED_UPDATE,
                            Step.BULK_INSERT,
                            Step.DELETE,
                            Step.READ,
                            Step.OLDEST_ANSWER,
                            Step.HEAR));

    @BeforeAll
    static void keepsMissesOutOfTheLog() {
        ((Logger) LoggerFactory.getLogger(CachedPatrons.class)).setLevel(Level.WARN);
    }

    static Stream<Set<Step>> scenes() {
        return SCENES.stream();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void noOrderOfStepsIsServedWrong(Set<Step> scene) {
        assertThat(firstFault(scene, Set.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void someOrderIsServedWrongWhenALineOfTheProtocolIsLeftOut(ProtocolLine line) {
        var faults =
                SCENES.stream().map(scene -> firstFault(scene, Set.of(line))).flatMap(List::stream);

        assertThat(faults.findFirst()).isPresent();
    }

    @Test
    void findsTheOrderOfAStaleFill() {
        assertThat(firstFault(SCENES.getFirst(), Set.of(ProtocolLine.FILL_TOKEN)).getFirst())
                .startsWith("[READ, UPDATE, HEAR]: read v0 by HIT");
    }

    /** Shorter orders first, so that what is found is the shortest. */
    private static List<String> firstFault(Set<Step> scene, Set<ProtocolLine> leftOut) {
        Deque<Step[]> orders = new ArrayDeque<>();
        orders.add(new Step[0]);
        while (!orders.isEmpty()) {
            var order = orders.remove();
            var world = new World(leftOut);
            Stream.of(order).forEach(world::take);
            if (order.length < LONGEST) {
                scene.stream()
                        .sorted()
                        .filter(world::canDo)
                        .forEach(next -> orders.add(with(order, next)));
            }
            if (world.fault() == null) {
                world.comeToRest();
            }
            if (world.fault() != null) {
                return List.of(Arrays.toString(order) + ": " + world.fault());
            }
        }
        return List.of();
    }

    private static Step[] with(Step[] order, Step next) {
        var longer = Arrays.copyOf(order, order.length + 1);
        longer[order.length] = next;
        return longer;
    }
}
