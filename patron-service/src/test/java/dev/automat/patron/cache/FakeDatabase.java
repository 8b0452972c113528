package dev.automat.patron.cache;

import dev.automat.patron.patron.Creation;
import dev.automat.patron.patron.IdempotencyKey;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.Precondition;
import dev.automat.patron.patron.WriteOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Rows in memory. A SELECT sees the row as it is when it is sent, and its answer can be held back,
 * so that a test decides what happens in between.
 */
final class FakeDatabase implements PatronRepository {

    private final Map<Long, Patron> rows = new HashMap<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean isHolding;
    private int selects;
    private @Nullable String snapshot;

    /** Commits a row without telling anybody: the event is the test's to send. */
    void commit(Patron patron) {
        rows.put(patron.id(), patron);
    }

    void commitDelete(long id) {
        rows.remove(id);
    }

    /** What SELECTs from now on say that they show. */
    void show(String text) {
        snapshot = text;
    }

    void holdAnswers() {
        isHolding = true;
    }

    /** Lets the oldest answer that was held back arrive. */
    void answerNext() {
        held.remove().run();
    }

    /** Lets the youngest answer that was held back arrive. */
    void answerLast() {
        held.removeLast().run();
    }

    int selects() {
        return selects;
    }

    @Override
    public Mono<Lookup> find(long id) {
        return findInDatabase(id);
    }

    @Override
    public Mono<Lookup> findInDatabase(long id) {
        return Mono.defer(() -> select(id));
    }

    private Mono<Lookup> select(long id) {
        selects++;
        return answer(new Lookup(rows.get(id), Lookup.Source.BYPASS, snapshot));
    }

    private <T> Mono<T> answer(T value) {
        if (!isHolding) {
            return Mono.just(value);
        }
        var answer = Sinks.<T>one();
        held.add(() -> answer.tryEmitValue(value).orThrow());
        return answer.asMono();
    }

    @Override
    public Mono<Long> create(PatronDraft draft) {
        return Mono.defer(() -> insert(draft));
    }

    private Mono<Long> insert(PatronDraft draft) {
        var id = rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        commit(new Patron(id, draft.name(), draft.favDish()));
        return answer(id);
    }

    @Override
    public Mono<Creation> createOnce(IdempotencyKey key, PatronDraft draft) {
        return create(draft).map(id -> new Creation(id, false));
    }

    @Override
    public Mono<WriteOutcome> update(long id, PatronPatch patch, Precondition precondition) {
        return Mono.defer(() -> answer(update(id, patch)));
    }

    private WriteOutcome update(long id, PatronPatch patch) {
        return outcome(rows.computeIfPresent(id, (_, row) -> patched(row, patch)));
    }

    private static Patron patched(Patron row, PatronPatch patch) {
        return new Patron(
                row.id(),
                Objects.requireNonNullElse(patch.name(), row.name()),
                Objects.requireNonNullElse(patch.favDish(), row.favDish()));
    }

    @Override
    public Mono<WriteOutcome> delete(long id, Precondition precondition) {
        return Mono.defer(() -> answer(outcome(rows.remove(id))));
    }

    private static WriteOutcome outcome(@Nullable Patron row) {
        return row == null ? WriteOutcome.MISSING : WriteOutcome.WRITTEN;
    }
}
