package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelSnapshot;
import dev.automat.broker.channel.MessageChannel;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.ChannelRules;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.engine.LostDeadLetters;
import dev.automat.broker.engine.Route;
import dev.automat.broker.engine.RouteToNowhere;
import dev.automat.broker.engine.TooManyChannelsException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/**
 * Channels shared with other brokers: topics are subjects of NATS, queues wait in a stream of
 * JetStream. The channels here hold what comes from there for the subscribers at this broker.
 */
final class NatsEngine implements Engine, NatsLink.Listener, SmartLifecycle {

    /** Parts of the window that are marked one by one, so that it opens before it is empty. */
    private static final int MARKS_PER_WINDOW = 16;

    private final NatsProperties properties;
    private final ChannelRules rules;
    private final PinnedMemory memory;
    private final Traffic traffic;
    private final NatsLink link;
    private final Outbox outbox;
    private final Gathering gathering;
    private final TopicMarks marks;
    private final QueueStream stream;
    private final Tries tries = new Tries();
    private final LongAdder overrun = new LongAdder();
    private final ConcurrentMap<ChannelName, SharedTopic> topics = new ConcurrentHashMap<>();
    private final ConcurrentMap<ChannelName, QueueFeed> queues = new ConcurrentHashMap<>();
    private volatile boolean running;

    NatsEngine(
            NatsProperties properties,
            NatsAccess access,
            ChannelRules rules,
            PinnedMemory memory,
            Traffic traffic) {
        this.properties = properties;
        this.rules = rules;
        this.memory = memory;
        this.traffic = traffic;
        this.stream = new QueueStream(properties);
        long bytes = properties.window().toBytes();
        var window = new SendWindow(bytes);
        this.gathering = new Gathering(memory);
        this.marks = new TopicMarks(window, Math.max(1, bytes / MARKS_PER_WINDOW), gathering);
        this.link = new NatsLink(properties, access, this);
        var lostDeadLetters = new LostDeadLetters(rules, InstantSource.system());
        this.outbox = new Outbox(link, window, lostDeadLetters);
    }

    @Override
    public Route route(ChannelName name) {
        if (name.isNowhere()) {
            return new RouteToNowhere(name, traffic);
        }
        return name.isQueue() ? new QueueRoute(name, outbox) : new TopicRoute(name, outbox, marks);
    }

    @Override
    public Subscription subscribe(ChannelName name, Recipient recipient, int credit) {
        while (true) {
            var channel = name.isQueue() ? feed(name).channel() : topic(name).channel();
            var subscription = channel.subscribe(recipient, credit);
            if (subscription != null) {
                return subscription;
            }
        }
    }

    private SharedTopic topic(ChannelName name) {
        var known = topics.get(name);
        if (known != null) {
            return known;
        }
        checkCount(name);
        var topic = topics.computeIfAbsent(name, this::newTopic);
        topic.open(link.session());
        return topic;
    }

    private SharedTopic newTopic(ChannelName name) {
        var rule = rules.of(name);
        var limits = rule.limits();
        // Nothing waits here: who publishes is elsewhere, and others may have subscribers.
        var local =
                new ChannelLimits(
                        0, limits.subscriberBytes(), limits.inFlightBytes(), limits.whenFull());
        var channel =
                MessageChannel.of(name, local, memory, rule.traffic(), _ -> forgetTopic(name));
        return new SharedTopic(channel, memory, gathering, overrun);
    }

    private void forgetTopic(ChannelName name) {
        var topic = topics.remove(name);
        if (topic != null) {
            topic.close(link.session());
        }
    }

    private QueueFeed feed(ChannelName name) {
        var known = queues.get(name);
        if (known != null) {
            return known;
        }
        checkCount(name);
        return queues.computeIfAbsent(name, this::newFeed);
    }

    private QueueFeed newFeed(ChannelName name) {
        var rule = rules.of(name);
        var limits = rule.limits();
        // The feed brings no more than workers have credit for.
        var local =
                new ChannelLimits(
                        Integer.MAX_VALUE,
                        limits.subscriberBytes(),
                        limits.inFlightBytes(),
                        properties.workerCredit(),
                        limits.whenFull());
        var channel =
                MessageChannel.passingOn(
                        name,
                        local,
                        memory,
                        rule.traffic(),
                        _ -> forgetFeed(name),
                        () -> workersChanged(name));
        return new QueueFeed(channel, stream, link, memory, tries, properties.ackWait());
    }

    private void forgetFeed(ChannelName name) {
        var feed = queues.remove(name);
        if (feed != null) {
            feed.close();
        }
    }

    private void workersChanged(ChannelName name) {
        var feed = queues.get(name);
        if (feed != null) {
            feed.demandChanged();
        }
    }

    private void checkCount(ChannelName name) {
        if (topics.size() + queues.size() >= rules.maxChannels()) {
            throw new TooManyChannelsException(name, rules.maxChannels());
        }
    }

    @Override
    public void usable(Session session) throws IOException, JetStreamApiException {
        stream.ensure(session);
        marks.restart(session);
        topics.values().forEach(topic -> topic.open(session));
        for (var feed : queues.values()) {
            feed.restart(session);
        }
    }

    @Override
    public void closed() {
        marks.closed();
        topics.values().forEach(SharedTopic::closedByNats);
        queues.values().forEach(QueueFeed::closedByNats);
    }

    @Override
    public void tick() {
        gathering.passOn();
        var session = link.usable();
        if (session != null) {
            marks.tick(session);
            outbox.window().resumeHeld();
        }
        queues.values().forEach(QueueFeed::tick);
    }

    @Override
    public void expired(JetStreamSubscription subscription) {
        queues.values().forEach(feed -> feed.expired(subscription));
    }

    @Override
    public void refused(JetStreamSubscription subscription) {
        var session = link.session();
        if (session != null) {
            queues.values().forEach(feed -> feed.refused(session, subscription));
        }
    }

    @Override
    public List<ChannelSnapshot> channels() {
        return channelsInUse().map(MessageChannel::snapshot).toList();
    }

    private Stream<MessageChannel> channelsInUse() {
        return Stream.concat(
                topics.values().stream().map(SharedTopic::channel),
                queues.values().stream().map(QueueFeed::channel));
    }

    @Override
    public boolean reachesOtherBrokers() {
        return true;
    }

    @Override
    public void drain() {
        queues.values().forEach(QueueFeed::close);
    }

    /** What waits is JetStream's, and goes back there. */
    @Override
    public long discardWaiting() {
        queues.values().forEach(feed -> feed.channel().giveBack(Integer.MAX_VALUE));
        return 0;
    }

    NatsLink link() {
        return link;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Messages of topics that could not be passed on at once. */
    long overrun() {
        return overrun.sum();
    }

    /** Messages of queues that workers of this broker have. */
    long owed() {
        return queues.values().stream().mapToLong(QueueFeed::owed).sum();
    }

    @Override
    public void start() {
        running = true;
        link.start();
    }

    @Override
    public void stop() {
        link.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the doors open, and after they are closed. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1_024;
    }
}
