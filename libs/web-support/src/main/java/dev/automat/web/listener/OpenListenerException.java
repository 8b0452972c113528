package dev.automat.web.listener;

/** A listener was told to leave loopback, and nothing guards it. */
public final class OpenListenerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String address;

    OpenListenerException(String property, String address) {
        super(property + " is " + address + ", which others can reach, and access is not guarded");
        this.property = property;
        this.address = address;
    }

    /** The property that names the address. */
    public String property() {
        return property;
    }

    /** The address that others can reach. */
    public String address() {
        return address;
    }
}
