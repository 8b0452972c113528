package dev.automat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BrokerBenchCommandIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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
        assertThat(err.toString()).contains("1 s: ");
        assertThat(numberIn("sent")).isPositive();
        assertThat(numberIn("received")).isEqualTo(2 * numberIn("sent"));
        assertThat(numberIn("lost")).isZero();
        assertThat(out.toString())
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

        assertThat(err.toString()).contains("There is no broker at 127.0.0.1:" + port);
    }

    @Test
    void saysWhichOptionIsWrong() {
        assertThat(run(25_000, "--size=7")).isEqualTo(2);

        assertThat(err.toString()).contains("--size must be 9 to 1048576, is 7");
    }

    private long numberIn(String line) {
        return out.toString()
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
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(this::print)
                .execute(all.toArray(String[]::new));
    }

    private int print(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println(failure.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
