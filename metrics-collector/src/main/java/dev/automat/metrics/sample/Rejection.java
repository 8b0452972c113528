package dev.automat.metrics.sample;

/** Why a message is no sample. The text never quotes the message, which may be hostile. */
public enum Rejection {
    MULTIPART("it has more than one frame"),
    TOO_LARGE("it is longer than " + SampleParser.MAX_BYTES + " bytes"),
    NOT_UTF8("it is not UTF-8"),
    NOT_JSON("it is not one JSON object"),
    NAME(
            "color must be a string of 1 to "
                    + SampleParser.MAX_NAME_LENGTH
                    + " characters, none of them a control character"),
    TIMESTAMP("timestamp must be an ISO 8601 date and time with an offset"),
    CPU("cpu must be a finite number"),
    MEM("mem must be a finite number"),
    FURTHER_FIELDS(
            "it may have at most "
                    + SampleParser.MAX_FURTHER_FIELDS
                    + " further numeric fields, finite and with names of at most "
                    + SampleParser.MAX_FIELD_NAME_LENGTH
                    + " characters");

    private final String text;

    Rejection(String text) {
        this.text = text;
    }

    /** The reason in words. */
    public String text() {
        return text;
    }
}
