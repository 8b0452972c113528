package dev.automat.patron.cache;

import dev.automat.patron.PatronDatabase;
import dev.automat.patron.PatronInstance;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.test.Eventually;
import dev.automat.test.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One instance behind proxies of its own: one for queries, one for its listener. */
final class CheckedInstance implements AutoCloseable {

    private final TcpProxy queries;
    private final TcpProxy listener;
    private final PatronInstance instance;

    private CheckedInstance(TcpProxy queries, TcpProxy listener, PatronInstance instance) {
        this.queries = queries;
        this.listener = listener;
        this.instance = instance;
    }

    static CheckedInstance start(
            PatronDatabase database, Set<ProtocolLine> leftOut, String... properties) {
        var queries = TcpProxy.to(database.location().port());
        var listener = TcpProxy.to(database.location().port());
        var all = new ArrayList<>(List.of(properties));
        all.add(
                "automat.patron.changefeed.url=r2dbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(listener.port(), database.location().name()));
        var instance =
                PatronInstance.start(
                        database.behind(queries.port()),
                        context ->
                                context.getBeanFactory()
                                        .registerSingleton(
                                                "leftOut", new CacheConfiguration.LeftOut(leftOut)),
                        all.toArray(String[]::new));
        return new CheckedInstance(queries, listener, instance.awaitLive());
    }

    TcpProxy queries() {
        return queries;
    }

    TcpProxy listener() {
        return listener;
    }

    PatronRepository patrons() {
        return instance.part(PatronRepository.class);
    }

    PatronInstance http() {
        return instance;
    }

    CoherentCache cache() {
        return instance.part(CoherentCache.class);
    }

    CacheResponse status() {
        return instance.part(CachedPatrons.class).status();
    }

    /** Waits until it serves what was proven after now. */
    void awaitProof() {
        long now = System.nanoTime();
        Eventually.eventually(() -> {
            if (!cache().isServing() || !cache().isProvenSince(now)) {
                throw new AssertionError("Not proven again: " + status());
            }
        });
    }

    @Override
    public void close() {
        instance.close();
        queries.close();
        listener.close();
    }
}
