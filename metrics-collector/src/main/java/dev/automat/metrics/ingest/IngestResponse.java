package dev.automat.metrics.ingest;

import java.util.Map;

/**
 * What came in since the start.
 *
 * @param received samples
 * @param rejected messages that were none
 * @param rejections the same by reason
 * @param connections peers connected now
 * @param violations connections closed because the peer did not speak ZeroMQ or passed a limit
 * @param endpoints where apps connect
 */
record IngestResponse(
        long received,
        long rejected,
        Map<String, Long> rejections,
        int connections,
        long violations,
        Endpoints endpoints) {

    /** Where apps connect: with a PUB socket, with a PUSH socket. */
    record Endpoints(String sub, String pull) {}
}
