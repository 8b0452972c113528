package dev.automat.broker.server;

import java.util.Locale;

/** Why a connection was closed by the broker. */
public enum Refusal {
    /** There are as many connections as may be. */
    TOO_MANY_CONNECTIONS,
    /** There are as many connections from one address as may be. */
    TOO_MANY_FROM_ADDRESS,
    /** There are as many channels as may be. */
    TOO_MANY_CHANNELS,
    /** A subscriber did not keep up with a topic that asks for it. */
    SLOW_SUBSCRIBER,
    /** Memory ran out, and this connection pinned most of it. */
    OUT_OF_MEMORY,
    /** The first frame did not come in time. */
    NO_GREETING,
    /** A frame was begun and did not end in time. */
    FRAME_TIMEOUT,
    /** A frame's header announces more than the limit. */
    FRAME_TOO_LARGE,
    /** A channel name's header announces more than the limit. */
    NAME_TOO_LONG,
    /** A peer broke a rule of its protocol, and was told which. */
    PROTOCOL_ERROR,
    /** A peer gave no sign of life for longer than was agreed. */
    HEART_BEAT_MISSED,
    /** A departing peer did not take the rest in time. */
    RESIDUE_NOT_TAKEN,
    /** A publisher is gone, and nobody took what it had sent. */
    DEPARTED;

    /** A stable name for metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
