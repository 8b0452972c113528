package dev.automat.news.source;

/** The file of sources cannot be used. */
final class InvalidSourcesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;

    InvalidSourcesException(String file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    String file() {
        return file;
    }
}
