package dev.automat.patron.changefeed;

/**
 * A notification of the database.
 *
 * @param channel where it was sent
 * @param processId the session that sent it; the server's word, so nobody can forge it
 * @param payload its text
 */
public record Notification(String channel, int processId, String payload) {}
