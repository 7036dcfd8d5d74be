#include "ui/server_words.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/said_before.h"

namespace lk::ui::words {

namespace {

// As the rooms of server say them; {0}, {1} … is what they put in.
constexpr const char* kSentences[] = {
    QT_TRANSLATE_NOOP("lk::server", "no node holds this device now"),
    QT_TRANSLATE_NOOP("lk::server", "no live node holds this device"),
    QT_TRANSLATE_NOOP("lk::server", "the device moves from node to node"),
    QT_TRANSLATE_NOOP("lk::server", "the ttl ended before the device acknowledged"),
    QT_TRANSLATE_NOOP("lk::server", "the ttl ended before the device connected"),
    QT_TRANSLATE_NOOP("lk::server", "the ttl ended, and nothing was heard of it"),
    QT_TRANSLATE_NOOP("lk::server", "no acknowledgement within {0} s"),
    QT_TRANSLATE_NOOP("lk::server", "the device does not take what is sent to it"),
    QT_TRANSLATE_NOOP("lk::server", "the node that holds the device has said nothing of it"),
    QT_TRANSLATE_NOOP("lk::server", "the session had just ended"),
    QT_TRANSLATE_NOOP("lk::server", "the connection to Redis broke before it answered"),
    QT_TRANSLATE_NOOP("lk::server", "id must be 1 to 64 characters, with no control characters"),
    QT_TRANSLATE_NOOP("lk::server", "device must be 1 to 64 of A-Z a-z 0-9 . _ : -"),
    QT_TRANSLATE_NOOP("lk::server", "payload is larger than the node's max-payload of {0} bytes"),
    QT_TRANSLATE_NOOP("lk::server", "ttl must be 0 to 604800 seconds"),
    QT_TRANSLATE_NOOP("lk::server", "timeout must be 1 to 300 seconds"),
    QT_TRANSLATE_NOOP("lk::server", "a frame must begin with the bytes 4C 4B"),
    QT_TRANSLATE_NOOP("lk::server", "this node speaks version 1 of the protocol"),
    QT_TRANSLATE_NOOP("lk::server", "no such frame type"),
    QT_TRANSLATE_NOOP("lk::server", "the frame's length is over this node's max-payload"),
    QT_TRANSLATE_NOOP("lk::server", "the first frame must be HELLO"),
    QT_TRANSLATE_NOOP("lk::server", "HELLO was said already"),
    QT_TRANSLATE_NOOP("lk::server", "only a node may send this frame"),
    QT_TRANSLATE_NOOP("lk::server", "no whole HELLO within hello-timeout"),
    QT_TRANSLATE_NOOP("lk::server", "nothing was heard for 1.5 keepalives"),
    QT_TRANSLATE_NOOP("lk::server", "the connection ended without a CLOSE"),
    QT_TRANSLATE_NOOP("lk::server", "a newer session of this device took over"),
    QT_TRANSLATE_NOOP("lk::server", "a newer session of this device is on another node"),
    QT_TRANSLATE_NOOP("lk::server", "{0}: its lease in Redis has ended; sessions as last known: {1}"),
    QT_TRANSLATE_NOOP("lk::server", "{0} and {1} took it from each other {2} times within {3} s"),
    QT_TRANSLATE_NOOP("lk::server",
                      "taken over {0} times within {1} s, from {2} alone: two devices or programs there go by this id, "
                      "or one connects anew without closing"),
    QT_TRANSLATE_NOOP("lk::server", "this device does not take what is sent to it"),
    QT_TRANSLATE_NOOP("lk::server", "this node is out of file descriptors"),
    QT_TRANSLATE_NOOP("lk::server", "this node holds as many connections as it may"),
    QT_TRANSLATE_NOOP("lk::server", "this node is draining; another one will take you"),
    QT_TRANSLATE_NOOP("lk::server", "kicked by an operator"),
    QT_TRANSLATE_NOOP("lk::server", "the device itself said {0}"),
    QT_TRANSLATE_NOOP("lk::server",
                      "connections come through a proxy here, and node.proxy-trusted has no such address"),
    QT_TRANSLATE_NOOP("lk::server", "a PROXY header from an address that node.proxy-trusted does not have"),
    QT_TRANSLATE_NOOP("lk::server", "the connection must begin with a PROXY header"),
    QT_TRANSLATE_NOOP("lk::server", "no whole PROXY header within hello-timeout"),
    QT_TRANSLATE_NOOP("lk::server", "the connection begins with neither a PROXY header nor HELLO"),
    QT_TRANSLATE_NOOP("lk::server", "the node does not answer"),
    QT_TRANSLATE_NOOP("lk::server", "the node ended the link"),
    QT_TRANSLATE_NOOP("lk::server", "the link to the node broke"),
    QT_TRANSLATE_NOOP("lk::server", "the link to the node is lost"),
    QT_TRANSLATE_NOOP("lk::server", "the node is gone: its lease in Redis is over"),
    QT_TRANSLATE_NOOP("lk::server", "connecting to Redis at {0}"),
    QT_TRANSLATE_NOOP("lk::server",
                      "nothing listens at {0} (connection refused): is Redis running, and are host and port right?"),
    QT_TRANSLATE_NOOP("lk::server",
                      "the host '{0}' of Redis is not known: check its name in redis.url, and this machine's DNS"),
    QT_TRANSLATE_NOOP("lk::server", "no way to Redis at {0} ({1}): check network and firewall"),
    QT_TRANSLATE_NOOP("lk::server", "no way to Redis at {0}: check network and firewall"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} closed the connection"),
    QT_TRANSLATE_NOOP("lk::server", "the connection to Redis at {0} failed: {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} takes connections and does not answer: is its process hung?"),
    QT_TRANSLATE_NOOP("lk::server",
                      "Redis at {0} does not take the password of {1}: check user in redis.url and "
                      "password in redis.password-file"),
    QT_TRANSLATE_NOOP("lk::server",
                      "Redis at {0} wants a password: write it into a file, and name that in redis.password-file"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} loads its data: it will be there soon"),
    QT_TRANSLATE_NOOP("lk::server", "the master of '{0}' is away: {1}"),
    QT_TRANSLATE_NOOP("lk::server", "a master of the Redis cluster is away, and none has taken its place yet: {0}"),
    QT_TRANSLATE_NOOP("lk::server", "none of the Sentinels {0} answers: {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis' default user"),
    QT_TRANSLATE_NOOP("lk::server", "Redis' user '{0}'"),
    QT_TRANSLATE_NOOP("lk::server", "too many connections from this address"),
    QT_TRANSLATE_NOOP("lk::server",
                      "node.keepalive ({0}) is longer than node.keepalive-max ({1}); raise the one or "
                      "lower the other"),
    QT_TRANSLATE_NOOP("lk::server",
                      "node.keepalive and node.keepalive-max must be whole seconds, as devices are told seconds"),
    QT_TRANSLATE_NOOP("lk::server",
                      "node.proxy-protocol is {0}, but node.proxy-trusted is empty, so no proxy may "
                      "speak; name the proxy's address there"),
    QT_TRANSLATE_NOOP("lk::server",
                      "redis.prefix must have no braces, blanks or control characters, as keys are made "
                      "of it"),
    QT_TRANSLATE_NOOP("lk::server", "node.listen holds {0}; take one out, or give it another port"),
    QT_TRANSLATE_NOOP("lk::server", "{0} twice"),
    QT_TRANSLATE_NOOP("lk::server", "{0} and {1}, which exclude each other"),
    QT_TRANSLATE_NOOP("lk::server", "metrics.listen is {0}, and node.listen holds {1}; give one of them another port"),
    QT_TRANSLATE_NOOP("lk::server", "{0} live commands are under way already; wait for some to end"),
    QT_TRANSLATE_NOOP("lk::server", "{0} durable commands are under way already; wait for some to end"),
    QT_TRANSLATE_NOOP("lk::server", "CLOSE must hold a reason of 0 to 7, and a retry-after of two bytes or none"),
    QT_TRANSLATE_NOOP("lk::server", "{0} connections, limit of open files {1}; raise it with ulimit -n"),
    QT_TRANSLATE_NOOP("lk::server", "{0} connections, {1} a second"),
    QT_TRANSLATE_NOOP("lk::server",
                      "TLS with {0} failed ({1}): if Redis speaks no TLS at this port, write {2} in redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "TLS failed in this program ({0}): check redis.ca-file"),
    QT_TRANSLATE_NOOP(
        "lk::server",
        "{0} closes the connection without an answer: if Redis wants TLS at this port, write {1} in redis.url"),
    QT_TRANSLATE_NOOP("lk::server",
                      "{0} does not answer in TLS: if Redis speaks none at this port, write redis:// in place of "
                      "rediss://; if it does, its process may hang"),
    QT_TRANSLATE_NOOP(
        "lk::server",
        "the certificate of Redis at {0} is not for '{1}': name Redis in redis.url as its certificate does"),
    QT_TRANSLATE_NOOP("lk::server", "the certificate of Redis at {0} is not trusted ({1}): {2}"),
    QT_TRANSLATE_NOOP("lk::server", "name the file with its authority's certificate in redis.ca-file"),
    QT_TRANSLATE_NOOP("lk::server", "redis.ca-file {0} is not its authority's"),
    QT_TRANSLATE_NOOP("lk::server", "redis.ca-file {0} holds no certificate that can be read: name a file in PEM form"),
    QT_TRANSLATE_NOOP("lk::server",
                      "this program's Qt finds no TLS library: install OpenSSL, or write redis:// in redis.url"),
    QT_TRANSLATE_NOOP("lk::server",
                      "{0} at {1} lacks the right to {2} ({3}): an administrator of Redis grants it by ACL SETUSER"),
    QT_TRANSLATE_NOOP("lk::server",
                      "Redis at {0} refuses the password ({1}): if it has none, leave redis.password-file empty and "
                      "write no user in redis.url"),
    QT_TRANSLATE_NOOP("lk::server",
                      "Redis at {0} has no database {1} ({2}): write another number at the end of redis.url"),
    QT_TRANSLATE_NOOP("lk::server",
                      "Redis at {0} is in protected mode, and lets in its own machine only: give it a password and "
                      "redis.password-file to this program"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} refuses {1} ({2})"),
    QT_TRANSLATE_NOOP("lk::server", "Redis refuses reports ({0}): {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis refuses this node's lease ({0}): {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis refuses the routes to devices ({0}): {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis refuses results of commands ({0}): {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis refuses a look at the nodes ({0}): {1}"),
    QT_TRANSLATE_NOOP("lk::server", "`linekeeper check redis` says which rights it needs"),
    QT_TRANSLATE_NOOP("lk::server", "give it more memory, by its maxmemory"),
    QT_TRANSLATE_NOOP("lk::server", "look into Redis' own log"),
    QT_TRANSLATE_NOOP("lk::server", "connecting to the Redis cluster at {0}"),
    QT_TRANSLATE_NOOP("lk::server", "connecting to all masters of the Redis cluster at {0}"),
    QT_TRANSLATE_NOOP(
        "lk::server",
        "{0} of the 16384 slots of the Redis cluster have no master: `redis-cli --cluster check {1}` says which"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} does not answer CLUSTER SLOTS as it should"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} became a replica"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} became a replica, and takes no writes: name its master"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} is no master any more"),
    QT_TRANSLATE_NOOP("lk::server", "the Sentinel at {0} names no master that answers"),
    QT_TRANSLATE_NOOP("lk::server",
                      "the Sentinel at {0} knows no master named '{1}': check the name at the end of redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "asking the Sentinels {0} for the master"),
    QT_TRANSLATE_NOOP("lk::server", "the Sentinels made {0} the master"),
    QT_TRANSLATE_NOOP("lk::server",
                      "{0} is no Sentinel but Redis itself: name the Sentinels in redis.url, or write {1}"),
    QT_TRANSLATE_NOOP("lk::server", "{0} is a Sentinel: write {1} in redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} is a cluster: write {1} in redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} is no cluster (cluster-enabled no): write {1} in redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "what listens at {0} does not say that it is Redis: check redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "what listens at {0} is no Redis ({1}): check host and port in redis.url"),
    QT_TRANSLATE_NOOP("lk::server",
                      "what listens at {0} sends what it was not asked for: check host and port in redis.url"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} is version {1}: version {2} or newer is needed"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} is a replica, and takes no writes: its master is {1}"),
    QT_TRANSLATE_NOOP("lk::server", "Redis at {0} stopped answering: is its process hung, or the network cut?"),
    QT_TRANSLATE_NOOP("lk::server", "Redis did not answer in time"),
    QT_TRANSLATE_NOOP("lk::server", "Redis could not be asked in time"),
    QT_TRANSLATE_NOOP("lk::server", "this line is not UTF-8 text"),
    QT_TRANSLATE_NOOP("lk::server", "'{0}' is neither [section] nor key = value nor # comment"),
    QT_TRANSLATE_NOOP("lk::server", "unknown section [{0}]; known are {1}"),
    QT_TRANSLATE_NOOP("lk::server", "'{0}' stands before the first [section]"),
    QT_TRANSLATE_NOOP("lk::server", "unknown key '{0}' in section [{1}]; did you mean {2}?"),
    QT_TRANSLATE_NOOP("lk::server", "unknown key '{0}' in section [{1}]; known are {2}"),
    QT_TRANSLATE_NOOP("lk::server", "{0} was set in line {1} already"),
    QT_TRANSLATE_NOOP("lk::server", "{0} is '{1}', and must be {2}"),
    QT_TRANSLATE_NOOP("lk::server", "{0} to {1} characters"),
    QT_TRANSLATE_NOOP("lk::server", "1 to 64 of A-Z a-z 0-9 . _ : -, or empty"),
    QT_TRANSLATE_NOOP("lk::server", "ADDR:PORT, as 127.0.0.1:9100 is, or empty"),
    QT_TRANSLATE_NOOP("lk::server", "ADDR:PORT, or several with commas between, as 0.0.0.0:7600 is"),
    QT_TRANSLATE_NOOP("lk::server",
                      "addresses or networks with commas between, as 10.0.0.7, 10.1.0.0/16 or fd00::/8 are, with no "
                      "bits set behind the prefix"),
    QT_TRANSLATE_NOOP("lk::server", "redis://HOST:PORT, rediss://…, redis+cluster://…, redis+sentinel://…, or empty"),
    QT_TRANSLATE_NOOP("lk::server", "the path of a file, or empty"),
    QT_TRANSLATE_NOOP("lk::server", "a whole number from {0} to {1}"),
    QT_TRANSLATE_NOOP("lk::server", "a whole number of bytes from {0} to {1}"),
    QT_TRANSLATE_NOOP("lk::server", "a duration from {0} to {1}, with ms, s, m or h"),
    QT_TRANSLATE_NOOP("lk::server", "one of {0}"),
    QT_TRANSLATE_NOOP("lk::server", "cannot read {0}: {1}; {2}"),
    QT_TRANSLATE_NOOP("lk::server", "check its permissions, or name another with --config FILE"),
    QT_TRANSLATE_NOOP("lk::server", "it is larger than 1 MiB"),
    QT_TRANSLATE_NOOP("lk::server", "that is no settings file"),
};

SaidBefore asServerSaysThem() {
  SaidBefore said;
  for (const char* sentence : kSentences) said.add({"lk::server", sentence, {}, false}, QString::fromUtf8(sentence));
  return said;
}

}  // namespace

QString serverSentence(const QString& sentence) {
  static const SaidBefore known = asServerSaysThem();
  return known.again(sentence, {"lk::server"});
}

QString settingsProblems(const QString& problems) {
  // FILE:LINE: what is wrong there
  static const QRegularExpression place(QStringLiteral("^.*?:\\d+: "));
  QStringList lines = problems.split(QLatin1Char('\n'));
  for (QString& line : lines) {
    const QString where = place.match(line).captured();
    line = where + serverSentence(line.mid(where.size()));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace lk::ui::words
