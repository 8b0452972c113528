package dev.automat.cli.launch.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHoldersTest {

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir private Path proc;

    @BeforeEach
    void writeTables() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/tcp"),
                HEADER
                        + row("0100007F:1F40", "01", "111")
                        + row("0100007F:1F40", "0A", "222")
                        + row("0100007F:1F41", "0A", "333"));
        Files.writeString(
                proc.resolve("net/tcp6"),
                HEADER + row("00000000000000000000000000000000:1F90", "0A", "444"));
        socket(10, 5, "111");
        socket(20, 5, "222");
        socket(40, 5, "444");
    }

    @Test
    void findsTheListenerAndNotItsClient() {
        assertThat(new PortHolders(proc).pidOf(8000)).contains(20L);
    }

    @Test
    void findsAListenerOnIpv6() {
        assertThat(new PortHolders(proc).pidOf(8080)).contains(40L);
    }

    @Test
    void isEmptyWhenTheProcessCannotBeSeen() {
        assertThat(new PortHolders(proc).pidOf(8001)).isEmpty();
    }

    @Test
    void isEmptyWhenNobodyListens() {
        assertThat(new PortHolders(proc).pidOf(9999)).isEmpty();
    }

    @Test
    void isEmptyWhereThereIsNoProc() {
        assertThat(new PortHolders(proc.resolve("none")).pidOf(8000)).isEmpty();
    }

    private static String row(String address, String state, String inode) {
        return "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 %s 1\n"
                .formatted(address, state, inode);
    }

    private void socket(int pid, int descriptor, String inode) throws IOException {
        var folder = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.createSymbolicLink(
                folder.resolve(Integer.toString(descriptor)), Path.of("socket:[" + inode + "]"));
    }
}
