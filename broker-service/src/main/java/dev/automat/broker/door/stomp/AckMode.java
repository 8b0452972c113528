package dev.automat.broker.door.stomp;

/** When a message counts as received. */
enum AckMode {
    /** When it is written. */
    AUTO,
    /** When the client acknowledges it or a later one of the subscription. */
    CLIENT,
    /** When the client acknowledges it. */
    CLIENT_INDIVIDUAL;

    static AckMode of(String header) throws StompException {
        return switch (header) {
            case "auto" -> AUTO;
            case "client" -> CLIENT;
            case "client-individual" -> CLIENT_INDIVIDUAL;
            default ->
                    throw new StompException(
                            "ack must be auto, client or client-individual, is " + header);
        };
    }
}
