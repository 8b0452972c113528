package dev.automat.patron.patron;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One import under way. Good lines are written in batches, one after the other, each in a
 * transaction of its own; the client is read no faster than they are. It is used once.
 */
final class Import {

    private static final int LARGEST_BATCH = 5_000;
    private static final int HEAVIEST_BATCH = 1_048_576;
    private static final int MOST_FAULTS = 1_000;

    private final PatronCatalog catalog;
    private final LineReader reader = new LineReader();
    private final List<ImportLine.LineFault> faults = new ArrayList<>();
    private long imported;
    private long failed;
    private int linesInBatch;
    private int weightOfBatch;

    Import(PatronCatalog catalog) {
        this.catalog = catalog;
    }

    /** Emits what became of it, or fails with {@link ImportInterruptedException}. */
    Mono<ImportResponse> run(Flux<DataBuffer> body) {
        return body.concatMapIterable(reader::read, 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(reader.end())))
                .bufferUntil(this::fillsTheBatch)
                .concatMap(this::write, 1)
                .then(Mono.fromSupplier(this::response))
                .onErrorMap(
                        DatabaseUnavailableException.class,
                        cause -> new ImportInterruptedException(imported, cause));
    }

    private boolean fillsTheBatch(ImportLine line) {
        linesInBatch++;
        if (line instanceof ImportLine.Good(var draft)) {
            weightOfBatch += draft.name().length() + draft.favDish().length();
        }
        if (linesInBatch < LARGEST_BATCH && weightOfBatch < HEAVIEST_BATCH) {
            return false;
        }
        linesInBatch = 0;
        weightOfBatch = 0;
        return true;
    }

    private Mono<Void> write(List<ImportLine> batch) {
        var drafts = new ArrayList<PatronDraft>();
        for (var line : batch) {
            switch (line) {
                case ImportLine.Good(var draft) -> drafts.add(draft);
                case ImportLine.Bad(var fault) -> note(fault);
            }
        }
        return drafts.isEmpty()
                ? Mono.empty()
                : catalog.createAll(drafts).doOnNext(rows -> imported += rows).then();
    }

    private void note(ImportLine.LineFault fault) {
        failed++;
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault);
        }
    }

    private ImportResponse response() {
        return new ImportResponse(failed == 0 ? "ok" : "bad", imported, failed, faults);
    }
}
