#include "server/bus/redis_trouble.h"

#include <algorithm>

namespace lk::bus {

namespace {

std::string userWords(const RedisOptions& options) {
  return options.url.user.empty() ? "Redis' default user" : "Redis' user '" + options.url.user + "'";
}

// "redis+cluster://" with TLS is "rediss+cluster://".
std::string scheme(const RedisOptions& options, bool tls) {
  switch (options.url.kind) {
    case RedisUrl::Kind::Single: break;
    case RedisUrl::Kind::Sentinel: return tls ? "rediss+sentinel://" : "redis+sentinel://";
    case RedisUrl::Kind::Cluster: return tls ? "rediss+cluster://" : "redis+cluster://";
  }
  return tls ? "rediss://" : "redis://";
}

}  // namespace

RedisTrouble socketTrouble(QAbstractSocket::SocketError error, const std::string& errorText,
                           const RedisOptions& options, const RedisAddress& address, bool heard) {
  const std::string where = address.text();
  switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
      return {"nothing listens at " + where + " (connection refused): is Redis running, and are host and port right?"};
    case QAbstractSocket::HostNotFoundError:
      return {"the host '" + address.host +
              "' of Redis is not known: check its name in redis.url, and this machine's DNS"};
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::SocketTimeoutError:
      return {"no way to Redis at " + where + " (" + errorText + "): check network and firewall"};
    case QAbstractSocket::SslHandshakeFailedError:
      return {"TLS with " + where + " failed (" + errorText + "): if Redis speaks no TLS at this port, write " +
                  scheme(options, false) + " in redis.url",
              false};
    case QAbstractSocket::SslInvalidUserDataError:
    case QAbstractSocket::SslInternalError:
      return {"TLS failed in this program (" + errorText + "): check redis.ca-file", false};
    case QAbstractSocket::RemoteHostClosedError:
      if (!heard && !options.url.tls) {
        return {where + " closes the connection without an answer: if Redis wants TLS at this port, write " +
                scheme(options, true) + " in redis.url"};
      }
      return {"Redis at " + where + " closed the connection"};
    default: return {"the connection to Redis at " + where + " failed: " + errorText};
  }
}

RedisTrouble certificateTrouble(const QSslError& error, const RedisOptions& options, const RedisAddress& address) {
  const std::string text = error.errorString().toStdString();
  if (error.error() == QSslError::HostNameMismatch) {
    return {"the certificate of Redis at " + address.text() + " is not for '" + address.host +
                "': name Redis in redis.url as its certificate does",
            false};
  }
  const std::string trusted = options.caFile.empty() ? "name the file with its authority's certificate in redis.ca-file"
                                                     : "redis.ca-file " + options.caFile + " is not its authority's";
  return {"the certificate of Redis at " + address.text() + " is not trusted (" + text + "): " + trusted, false};
}

RedisTrouble refusalTrouble(std::string_view error, std::string_view command, const RedisOptions& options,
                            const RedisAddress& address) {
  const std::string where = address.text();
  // Redis repeats what it was sent and does not know: an AUTH under another name with the password.
  const std::string said(error.substr(0, std::min<std::size_t>(error.find(", with args beginning with"), 200)));
  if (error.starts_with("WRONGPASS") || error.starts_with("ERR invalid password")) {
    return {"Redis at " + where + " does not take the password of " + userWords(options) +
                ": check user in redis.url and password in redis.password-file",
            false};
  }
  if (error.starts_with("NOAUTH")) {
    return {"Redis at " + where + " wants a password: write it into a file, and name that in redis.password-file",
            false};
  }
  if (error.starts_with("NOPERM")) {
    return {userWords(options) + " at " + where + " lacks the right to " + std::string(command) + " (" + said +
                "): an administrator of Redis grants it by ACL SETUSER",
            false};
  }
  if (command == "AUTH") {
    return {"Redis at " + where + " refuses the password (" + said +
                "): if it has none, leave redis.password-file empty and write no user in redis.url",
            false};
  }
  if (command == "SELECT") {
    return {"Redis at " + where + " has no database " + std::to_string(options.url.database) + " (" + said +
                "): write another number at the end of redis.url",
            false};
  }
  if (error.starts_with("DENIED")) {
    return {"Redis at " + where +
            " is in protected mode, and lets in its own machine only: give it a password and "
            "redis.password-file to this program"};
  }
  return {"Redis at " + where + " refuses " + std::string(command) + " (" + said + ")"};
}

std::string_view infoField(std::string_view info, std::string_view name) {
  while (!info.empty()) {
    const std::size_t end = info.find('\n');
    std::string_view line = info.substr(0, end);
    info.remove_prefix(end == std::string_view::npos ? info.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':') {
      return line.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace lk::bus
