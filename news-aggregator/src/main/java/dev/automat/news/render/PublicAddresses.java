package dev.automat.news.render;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Tells addresses of the public Internet from all others (IANA special-purpose registries). */
final class PublicAddresses {

    private static final List<Block> CLOSED_IPV4 =
            blocks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /** Everything public lies in here, so what is not listed is closed. */
    private static final Block GLOBAL_IPV6 = Block.of("2000::/3");

    private static final List<Block> CLOSED_IPV6 =
            blocks("2001::/23", "2001:db8::/32", "3fff::/20");

    // Addresses of version 6 that stand for one of version 4, and where it begins in them.
    private static final Block NAT64 = Block.of("64:ff9b::/96");
    private static final int NAT64_OFFSET = 12;
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final int SIX_TO_FOUR_OFFSET = 2;

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicIpv4(bytes) : isPublicIpv6(bytes);
    }

    private static boolean isPublicIpv4(byte[] address) {
        return CLOSED_IPV4.stream().noneMatch(block -> block.contains(address));
    }

    private static boolean isPublicIpv6(byte[] address) {
        if (NAT64.contains(address)) {
            return isPublicIpv4(Arrays.copyOfRange(address, NAT64_OFFSET, NAT64_OFFSET + 4));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isPublicIpv4(
                    Arrays.copyOfRange(address, SIX_TO_FOUR_OFFSET, SIX_TO_FOUR_OFFSET + 4));
        }
        return GLOBAL_IPV6.contains(address)
                && CLOSED_IPV6.stream().noneMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... blocks) {
        return Arrays.stream(blocks).map(Block::of).toList();
    }

    /** A range of addresses that share their first bits. */
    private static final class Block {

        private final byte[] prefix;
        private final int length;

        private Block(byte[] prefix, int length) {
            this.prefix = prefix;
            this.length = length;
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                return new Block(
                        InetAddress.getByName(text.substring(0, slash)).getAddress(),
                        Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(text + " is no literal address", e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < length; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
