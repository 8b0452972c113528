package dev.automat.news.refresh;

import dev.automat.news.source.RenderMode;
import dev.automat.news.source.Source;
import java.time.Duration;
import java.time.Instant;

/** One source's place: what is known of it, and when it is read next. Any thread may ask. */
final class Desk {

    /** A reader's impatience must not become a site's load. */
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);

    private final Source source;
    private final RefreshProperties properties;
    private SourceSnapshot snapshot;
    private Instant nextReading = Instant.MIN;
    private RenderMode remembered = RenderMode.AUTO;
    private boolean isBusy;
    private int failures;

    Desk(Source source, RefreshProperties properties) {
        this.source = source;
        this.properties = properties;
        this.snapshot = SourceSnapshot.loading(source);
    }

    Source source() {
        return source;
    }

    synchronized SourceSnapshot snapshot() {
        return snapshot;
    }

    synchronized RenderMode remembered() {
        return remembered;
    }

    synchronized Instant nextReading() {
        return nextReading;
    }

    /** Whether the caller shall read the source now; nobody else is told so until it settles. */
    synchronized boolean claim(Instant now) {
        if (isBusy || now.isBefore(nextReading)) {
            return false;
        }
        isBusy = true;
        return true;
    }

    /** Gives a claim back without a result. */
    synchronized void release() {
        isBusy = false;
    }

    /** Brings the next reading forward, unless the last was a moment ago. */
    synchronized void hurry(Instant now) {
        var tried = snapshot.triedAt();
        if (tried == null || now.isAfter(tried.plus(LEAST_PAUSE))) {
            nextReading = now;
        }
    }

    synchronized SourceSnapshot settle(Attempt attempt, Instant now) {
        isBusy = false;
        boolean isEmpty =
                switch (attempt) {
                    case Attempt.Found(var by, var headlines) when !headlines.isEmpty() -> {
                        snapshot = snapshot.found(headlines, by, now);
                        yield false;
                    }
                    case Attempt.Found(var by, _) -> {
                        snapshot = snapshot.failed(Reason.noHeadlines(by != RenderMode.HTTP), now);
                        yield true;
                    }
                    case Attempt.Failed(_, var cause) -> {
                        snapshot = snapshot.failed(Reason.of(cause), now);
                        yield true;
                    }
                };
        failures = isEmpty ? failures + 1 : 0;
        remembered =
                isEmpty || attempt.invitesAnother(source.minimum())
                        ? RenderMode.AUTO
                        : attempt.by();
        nextReading = now.plus(properties.pauseAfter(failures));
        return snapshot;
    }
}
