package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class AlertStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir private Path directory;

    @Test
    void tellsAfterARestartWhatLastedAndWhatWasOver() {
        var lasting = new Alert("red", "silence", "silence", NOW, null, "Silent", false);
        var over = new Alert("blue", "threshold", "busy", NOW, NOW.plusSeconds(1), "cpu", true);
        var mute = new Mute("1", "red", "*", NOW, "holidays");
        var state = new AlertStore.State(List.of(lasting, over), List.of(mute));

        store().save(state);

        assertThat(store().load()).isEqualTo(state);
    }

    @Test
    void aRestoredAlertThatLastsIsNotNewsAgain() {
        var lasting = new Alert("red", "silence", "silence", NOW, null, "Silent", false);
        var board = new AlertBoard();
        board.restore(List.of(lasting), NOW.plusSeconds(60));

        board.raise(new Cause("red", "silence"), "Silent", false, NOW.plusSeconds(65));

        assertThat(board.settle(NOW.plusSeconds(65))).isEmpty();
        assertThat(board.all()).containsExactly(lasting);
    }

    @Test
    void aDamagedFileIsSetAsideOnceAndAlertsBeginAnew() throws Exception {
        for (var content : List.of("{\"alerts\": [", "null", "{}", "[1]", "{\"alerts\":1}")) {
            Files.writeString(directory.resolve("alerts.json"), content);

            assertThat(store().load()).as(content).isEqualTo(AlertStore.State.NONE);
        }

        try (var files = Files.list(directory)) {
            assertThat(files.count()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void nothingIsKeptWhereThereIsNoDirectory() {
        var nowhere = new AlertStore(() -> null, new JsonMapper());

        nowhere.save(AlertStore.State.NONE);

        assertThat(nowhere.load()).isEqualTo(AlertStore.State.NONE);
    }

    @Test
    void aDirectoryThatIsGoneStopsNothing() {
        var gone = new AlertStore(() -> directory.resolve("gone"), new JsonMapper());

        gone.save(AlertStore.State.NONE);

        assertThat(gone.load()).isEqualTo(AlertStore.State.NONE);
    }

    private AlertStore store() {
        return new AlertStore(() -> directory, new JsonMapper());
    }
}
