package dev.automat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AutomatTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsTheCommandsAndSucceeds() {
        int exitCode = run("--help");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("Usage: automat").contains("Commands:");
    }

    @Test
    void saysItsVersion() {
        int exitCode = run("--version");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("automat ");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        int exitCode = run("--no-such-option");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("--no-such-option").doesNotContain("\tat ");
    }

    @Test
    void everyCommandIsFoundByTheNameItCarries() {
        for (var name : Automat.COMMANDS) {
            var commands = Automat.commandLine(name).getSubcommands();

            assertThat(commands).containsKey(name);
            assertThat(commands.values())
                    .extracting(command -> command.getCommandSpec().userObject().getClass())
                    .extracting(type -> type.getAnnotation(CommandLine.Command.class).name())
                    .contains(name);
        }
    }

    @Test
    void aMistypedCommandIsWrongUsageWithASuggestion() {
        int exitCode = run("statsu");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("status");
    }

    @Test
    void noCommandIsWrongUsage() {
        int exitCode = run();

        assertThat(exitCode).isEqualTo(2);
    }

    @Test
    void aProcessThatIsNotThereCannotBeReported() {
        int exitCode = run("report", "--pid", "999999999", "--name", "nginx");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("no process 999999999");
    }

    private int run(String... arguments) {
        return Automat.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
