package dev.automat.broker.engine.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;

/**
 * A connection to NATS, which finds its way back by itself.
 *
 * @param topics calls the handlers of topics, one after the other
 * @param queues calls the handlers of queues, one after the other
 */
record Session(
        Connection connection,
        JetStream jetStream,
        JetStreamManagement management,
        Dispatcher topics,
        Dispatcher queues) {}
