# Net::Stomp against the broker: prints one line for each thing that comes back.
use strict;
use warnings;
use utf8;
use Net::Stomp;

$| = 1;
my ($host, $port) = @ARGV;

sub connected {
    my $stomp = Net::Stomp->new(
        { hostname => $host, port => $port, timeout => 30, receipt_timeout => 30 });
    my $frame = $stomp->connect({ 'accept-version' => '1.0', host => $host });
    print lc $frame->command, ' ', $frame->headers->{version}, "\n";
    return $stomp;
}

sub next_frame {
    my ($stomp, $name) = @_;
    my $frame = $stomp->receive_frame or die "nothing came\n";
    my $text = defined $name ? $frame->headers->{$name} : $frame->body;
    print lc $frame->command, ' ', $text, "\n";
    return $frame;
}

my $stomp = connected();
$stomp->subscribe({ destination => '/queue/perl', ack => 'client', receipt => 'subscribed' });
next_frame($stomp, 'receipt-id');
$stomp->send({ destination => '/queue/perl', body => "gr\xc3\xbc\xc3\x9fe", flavour => 'sour' });
my $message = next_frame($stomp);
print 'flavour ', $message->headers->{flavour}, "\n";
$stomp->ack({ frame => $message, receipt => 'acknowledged' });
next_frame($stomp, 'receipt-id');
my $accepted = $stomp->send_with_receipt({ destination => '/null', body => 'to nobody' });
print 'accepted ', ($accepted ? 'yes' : 'no'), "\n";
$accepted = $stomp->send_transactional({ destination => '/null', body => 'to nobody' });
print 'committed ', ($accepted ? 'yes' : 'no'), "\n";

$stomp->subscribe({ destination => '/topic/perl', receipt => 'listening' });
next_frame($stomp, 'receipt-id');
$stomp->send({ destination => '/topic/perl', body => 'to all' });
next_frame($stomp);
$stomp->unsubscribe({ destination => '/topic/perl', receipt => 'unsubscribed' });
next_frame($stomp, 'receipt-id');

my $failing = connected();
$failing->subscribe({ destination => '/topic/perl', ack => 'sometimes' });
next_frame($failing, 'message');

$stomp->disconnect;
print "disconnected\n";
