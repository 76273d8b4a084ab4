# A loop around SpamAssassin: local tests only, no Bayes (nothing was learnt), everything else as Debian ships it.
# Frames in, frames out; the first, empty one says that it is ready. An answer is the score and the names of the rules that hit.
use strict;
use warnings;
use Mail::SpamAssassin;

binmode STDIN;
open(my $answers, '>&', \*STDOUT) or die;
open(STDOUT, '>&', \*STDERR) or die;
binmode $answers;

sub answer {
    my ($octets) = @_;
    my $left = pack('Q>', length $octets) . $octets;
    while (length $left) {
        my $written = syswrite($answers, $left) or exit 1;
        substr($left, 0, $written) = '';
    }
}

sub octets {
    my ($size) = @_;
    my $got = '';
    while (length($got) < $size) {
        read(STDIN, $got, $size - length($got), length($got)) or exit 0;
    }
    return $got;
}

my $program = Mail::SpamAssassin->new({
    local_tests_only => 1,
    dont_copy_prefs => 1,
    userprefs_filename => '/dev/null',
    userstate_dir => $ARGV[0],
    home_dir_for_helpers => $ARGV[0],
    post_config_text => "use_bayes 0\nuse_txrep 0\n",
});
$program->compile_now(0, 1);
answer('');
while (1) {
    my $raw = octets(unpack('Q>', octets(8)));
    my $mail = $program->parse($raw, 1);
    my $status = $program->check($mail);
    answer($status->get_score() . ' ' . $status->get_names_of_tests_hit());
    $status->finish();
    $mail->finish();
}
