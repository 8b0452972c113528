package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.cli.launch.port.Listener;
import dev.automat.cli.terminal.CommandFailedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {

    @Test
    void needsNobodyTwice() {
        assertThat(names(suite(0, false), "patron"))
                .containsExactly("postgres", "patron-service", "patron-service-2");
    }

    @Test
    void anExactNameMeansOneMember() {
        assertThat(names(suite(0, false), "patron-service"))
                .containsExactly("postgres", "patron-service");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        var suite = suite(0, false);

        assertThatThrownBy(() -> suite.members(List.of("patrol")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("patrol")
                .hasMessageContaining("metrics-collector");
    }

    @Test
    void theDemoAddsLife() {
        assertThat(names(suite(0, false))).hasSize(7).doesNotContain("red", "demo");
        assertThat(names(suite(0, true))).hasSize(11).contains("red", "blue", "green", "demo");
    }

    @Test
    void noTwoMembersListenOnOnePort() {
        assertThat(ports(suite(0, true))).doesNotHaveDuplicates();
    }

    @Test
    void theOffsetMovesEveryPortAndEveryMentionOfIt() {
        var moved = suite(100, true);

        assertThat(ports(moved))
                .containsExactlyElementsOf(
                        ports(suite(0, true)).stream().map(port -> port + 100).toList());
        assertThat(moved.members(List.of()).toString())
                .doesNotContain(":8000", ":8080", ":55432", ":5555", "port=25000");
    }

    @Test
    void refusesAnOffsetThatLeavesNoPort() {
        assertThatThrownBy(() -> new Ports(20_000)).hasMessageContaining("0 to 10103, is 20000");
        assertThatThrownBy(() -> new Ports(-1)).hasMessageContaining("is -1");
    }

    private static Suite suite(int offset, boolean isDemo) {
        return new Suite(new Home(Path.of("/automat"), offset), new Ports(offset), 42, isDemo);
    }

    private static List<String> names(Suite suite, String... only) {
        return suite.members(List.of(only)).stream().map(Member::name).toList();
    }

    private static List<Integer> ports(Suite suite) {
        return suite.members(List.of()).stream()
                .flatMap(member -> member.listeners().stream())
                .map(Listener::port)
                .toList();
    }
}
