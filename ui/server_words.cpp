#include "ui/server_words.h"

#include <QCoreApplication>

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
    QT_TRANSLATE_NOOP("lk::server", "this device does not take what is sent to it"),
    QT_TRANSLATE_NOOP("lk::server", "this node is out of file descriptors"),
    QT_TRANSLATE_NOOP("lk::server", "this node holds as many connections as it may"),
    QT_TRANSLATE_NOOP("lk::server", "this node is draining; another one will take you"),
    QT_TRANSLATE_NOOP("lk::server", "kicked by an operator"),
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

}  // namespace lk::ui::words
