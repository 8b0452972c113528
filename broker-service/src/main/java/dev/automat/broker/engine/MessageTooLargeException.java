package dev.automat.broker.engine;

/** A message is larger than what lies behind the engine takes. */
public final class MessageTooLargeException extends NotAcceptedException {

    private static final long serialVersionUID = 1L;

    /** A refusal of a message. */
    public MessageTooLargeException(long sizeInBytes, long limit) {
        super("limit %d bytes, message of %d".formatted(limit, sizeInBytes));
    }
}
