package dev.automat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.cli.CommandRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerBenchCommandIT {

    private final CommandRun command = new CommandRun();

    @Test
    void countsEveryDeliveryOfATopic() throws IOException {
        try (var relay = new FakeRelay(0)) {
            int code =
                    run(
                            relay.port(),
                            "--subscribers=2",
                            "--rate=200",
                            "--duration=1s",
                            "--warm-up=500ms");

            assertThat(code).isZero();
        }
        assertThat(command.err()).contains("1 s: ");
        assertThat(numberIn("sent")).isPositive();
        assertThat(numberIn("received")).isEqualTo(2 * numberIn("sent"));
        assertThat(numberIn("lost")).isZero();
        assertThat(command.out())
                .contains("1 publishers, 2 subscribers, 256 bytes, 200/s each")
                .containsPattern("took +p50 [1-9].* µs, p99 .* µs, p99.9 .* µs");
    }

    @Test
    void saysWhatWasLost() throws IOException {
        try (var relay = new FakeRelay(2)) {
            assertThat(run(relay.port(), "--rate=100", "--duration=1s", "--warm-up=300ms"))
                    .isZero();
        }
        assertThat(numberIn("lost")).isEqualTo(numberIn("sent") - numberIn("received"));
        assertThat(numberIn("lost")).isPositive();
    }

    @Test
    void saysThatThereIsNoBroker() throws IOException {
        int port;
        try (var relay = new FakeRelay(0)) {
            port = relay.port();
        }

        assertThat(run(port)).isEqualTo(1);

        assertThat(command.err()).contains("There is no broker at 127.0.0.1:" + port);
    }

    @Test
    void saysWhichOptionIsWrong() {
        assertThat(run(25_000, "--size=7")).isEqualTo(2);

        assertThat(command.err()).contains("--size must be 9 to 1048576, is 7");
    }

    private long numberIn(String line) {
        return command.out()
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .map(each -> each.split(" +", -1)[1].replace(",", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private int run(int port, String... arguments) {
        var all = new ArrayList<>(List.of("broker", "--port=" + port));
        all.addAll(List.of(arguments));
        return command.execute(new BenchCommand(), all);
    }
}
