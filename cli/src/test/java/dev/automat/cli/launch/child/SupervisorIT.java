package dev.automat.cli.launch.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.cli.launch.child.ChildStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: shell scripts that do one thing each. */
@Timeout(30)
class SupervisorIT {

    private static final Supervisor.Limits LIMITS =
            new Supervisor.Limits(2, Duration.ofSeconds(20), Duration.ofSeconds(10));
    private static final String FOREVER = "while :; do sleep 1 & wait $!; done";

    private final RecordedOutput output = new RecordedOutput();

    @TempDir private Path folder;
    private Supervisor supervisor = supervisor(LIMITS);

    @AfterEach
    void stop() throws Exception {
        supervisor.stop().get(20, SECONDS);
    }

    @Test
    void startsAPartOnlyWhenWhatItNeedsIsReady() throws Exception {
        var opened = folder.resolve("opened");
        supervisor =
                supervisor(
                        LIMITS,
                        part(
                                "store",
                                0,
                                Set.of(),
                                fileExists(opened),
                                "sleep 0.3; touch " + opened + ";" + FOREVER),
                        part(
                                "user",
                                1,
                                Set.of("store"),
                                Probe.ALIVE,
                                "ls " + opened + ";" + FOREVER));

        supervisor.start().get(20, SECONDS);

        assertThat(output.next()).isEqualTo("user: " + opened);
    }

    @Test
    void stopsTheHighestStageFirst() throws Exception {
        supervisor =
                supervisor(
                        LIMITS,
                        part("store", 0, Set.of(), Probe.ALIVE, sayingGoodBye()),
                        part("page", 2, Set.of(), Probe.ALIVE, sayingGoodBye()),
                        part("service", 1, Set.of(), Probe.ALIVE, sayingGoodBye()));
        supervisor.start().get(20, SECONDS);
        assertThat(List.of(output.next(), output.next(), output.next()))
                .containsExactlyInAnyOrder("store: ready", "page: ready", "service: ready");

        supervisor.stop().get(20, SECONDS);

        assertThat(List.of(output.next(), output.next(), output.next()))
                .containsExactly("page: bye", "service: bye", "store: bye");
    }

    @Test
    void startsAPartAgainThatWasKilledAndSaysSo() throws Exception {
        supervisor = supervisor(LIMITS, part("service", 0, Set.of(), Probe.ALIVE, FOREVER));
        supervisor.start().get(20, SECONDS);
        long pid = supervisor.status().get(5, SECONDS).getFirst().pid();

        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);

        assertThat(output.next())
                .isEqualTo("service was ended by signal 9; starting it again in 1 s");
        assertThat(output.next()).isEqualTo("service is back");
        var status = supervisor.status().get(5, SECONDS).getFirst();
        assertThat(status.state()).isEqualTo(State.READY);
        assertThat(status.pid()).isNotEqualTo(pid);
    }

    @Test
    void tellsWhatAPartSaidThatEndsBeforeItIsReady() {
        supervisor = supervisor(LIMITS, endingPart("echo The port must be 1 to 65535; exit 3"));

        assertThatThrownBy(() -> supervisor.start().get(20, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("service ended with exit code 3")
                .hasMessageContaining("The port must be 1 to 65535");
    }

    @Test
    void doesNotWaitForeverForLastWords() {
        supervisor = supervisor(LIMITS, endingPart("echo It is over; sleep 25 & exit 3"));

        assertThatThrownBy(() -> supervisor.start().get(20, SECONDS))
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("It is over");
    }

    @Test
    void losesPatienceWithAPartThatDoesNotBecomeReady() {
        var impatient = new Supervisor.Limits(2, Duration.ofMillis(300), Duration.ofSeconds(10));
        supervisor =
                supervisor(
                        impatient,
                        part("service", 0, Set.of(), () -> Health.down("HTTP 503"), FOREVER));

        assertThatThrownBy(() -> supervisor.start().get(20, SECONDS))
                .hasMessageContaining("service is not ready")
                .hasMessageContaining("HTTP 503");
    }

    @Test
    void saysWhichProgramIsMissing() {
        supervisor =
                supervisor(
                        LIMITS,
                        new Part("service", 0, Set.of(), Probe.ALIVE, List.of("/no/such/program")));

        assertThatThrownBy(() -> supervisor.start().get(20, SECONDS))
                .hasMessageContaining("service cannot be started")
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void killsAPartThatDoesNotWantToEnd() throws Exception {
        var impatient = new Supervisor.Limits(2, Duration.ofSeconds(20), Duration.ofMillis(200));
        supervisor =
                supervisor(
                        impatient,
                        part(
                                "stubborn",
                                0,
                                Set.of(),
                                Probe.ALIVE,
                                "trap '' TERM; echo ready;" + FOREVER));
        supervisor.start().get(20, SECONDS);
        assertThat(output.next()).isEqualTo("stubborn: ready");

        supervisor.stop().get(20, SECONDS);

        assertThat(output.next()).isEqualTo("stubborn does not end and is killed");
    }

    @Test
    void stopsWhileStillStarting() throws Exception {
        supervisor =
                supervisor(
                        LIMITS,
                        part("slow", 0, Set.of(), () -> Health.down("not yet"), FOREVER),
                        part("next", 0, Set.of("slow"), Probe.ALIVE, FOREVER));
        var started = supervisor.start();

        supervisor.stop().get(20, SECONDS);

        assertThat(started).isCompletedExceptionally();
        assertThat(supervisor.status().get(5, SECONDS))
                .allSatisfy(status -> assertThat(status.pid()).isZero());
    }

    private Supervisor supervisor(Supervisor.Limits limits, Part... parts) {
        var here = new Supervisor.Surroundings(Path.of("."), List.of());
        return new Supervisor(List.of(parts), here, output, limits, () -> {});
    }

    private static Part part(
            String name, int stage, Set<String> needs, Probe probe, String script) {
        return new Part(name, stage, needs, probe, List.of("sh", "-c", script));
    }

    private static Part endingPart(String script) {
        return part("service", 0, Set.of(), () -> Health.down("not yet"), script);
    }

    private static String sayingGoodBye() {
        return "trap 'echo bye; exit 0' TERM; echo ready;" + FOREVER;
    }

    private static Probe fileExists(Path file) {
        return () -> Files.exists(file) ? Health.up() : Health.down("no file");
    }

    private static final class RecordedOutput implements Output {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void line(String part, String line) {
            lines.add(part + ": " + line);
        }

        @Override
        public void say(String line) {
            lines.add(line);
        }

        String next() throws InterruptedException, IOException {
            var line = lines.poll(20, SECONDS);
            if (line == null) {
                throw new IOException("Nothing was said");
            }
            return line;
        }
    }
}
