package dev.automat.patron.cache;

/** What a checker does to instances and their database. */
enum Fault {
    LISTENERS_TERMINATED,
    LISTENER_UNREACHABLE,
    LISTENER_IN_A_HOLE,
    LISTENER_RESET,
    QUERIES_RESET,
    SLOW_ANSWERS,
    TABLE_TRUNCATED,
    TRIGGERS_OFF,
    BULK_UPDATE,
    BULK_INSERT,
    SERVER_CRASHED
}
