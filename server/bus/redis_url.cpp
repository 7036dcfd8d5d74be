#include "server/bus/redis_url.h"

#include <array>
#include <charconv>

#include "server/base/address.h"

namespace lk::bus {

namespace {

constexpr std::uint16_t kRedisPort = 6379;
constexpr std::uint16_t kSentinelPort = 26379;
constexpr int kMaxDatabase = 1'000'000;

struct Scheme {
  std::string_view prefix;
  RedisUrl::Kind kind;
  bool tls;
};

constexpr std::array kSchemes = {
    Scheme{"redis://", RedisUrl::Kind::Single, false},
    Scheme{"rediss://", RedisUrl::Kind::Single, true},
    Scheme{"redis+cluster://", RedisUrl::Kind::Cluster, false},
    Scheme{"rediss+cluster://", RedisUrl::Kind::Cluster, true},
    Scheme{"redis+sentinel://", RedisUrl::Kind::Sentinel, false},
    Scheme{"rediss+sentinel://", RedisUrl::Kind::Sentinel, true},
};

Error wrong(std::string_view text, std::string_view what) {
  return {Error::Code::Settings, "'" + std::string(text) + "' is no address of Redis: " + std::string(what)};
}

template <typename Number>
bool readNumber(std::string_view text, Number low, Number high, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc() && end == text.data() + text.size() && into >= low && into <= high;
}

bool isHost(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  for (const char c : host) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f || std::string_view("/?#@:[]\\,%").find(c) != std::string_view::npos) return false;
  }
  return true;
}

bool isV6(std::string_view host) {
  return host.find(':') != std::string_view::npos &&
         host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// Answers with what is wrong; empty: nothing.
std::string readAddress(std::string_view text, RedisAddress& into) {
  std::string_view host = text;
  std::string_view port;
  bool hasPort = false;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || !isV6(text.substr(1, end - 1))) return "an IPv6 address stands as [::1]";
    host = text.substr(1, end - 1);
    hasPort = end + 1 < text.size();
    if (hasPort && text[end + 1] != ':') return "after [ADDRESS] comes :PORT";
    if (hasPort) port = text.substr(end + 2);
  } else {
    const std::size_t colon = text.find(':');
    hasPort = colon != std::string_view::npos;
    host = text.substr(0, colon);
    if (hasPort) port = text.substr(colon + 1);
    if (!isHost(host)) return "write a host before the port, as in redis://127.0.0.1:6379";
  }
  if (hasPort && !readNumber<std::uint16_t>(port, 1, 65'535, into.port)) return "a port is a number from 1 to 65535";
  into.host = host;
  return {};
}

// What stands for itself, and what was written as %XX.
bool decodePercent(std::string_view text, std::string& into) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      into += text[i];
      continue;
    }
    unsigned code = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (error != std::errc() || end != digits.data() + 2) return false;
    into += static_cast<char>(code);
    i += 2;
  }
  return true;
}

// What stands after the addresses' slash.
std::string readPath(std::string_view path, RedisUrl& url) {
  switch (url.kind) {
    case RedisUrl::Kind::Cluster:
      return path.empty() ? "" : "a cluster has one database only: write nothing after the last port";
    case RedisUrl::Kind::Sentinel: {
      const std::size_t slash = path.find('/');
      url.master = path.substr(0, slash);
      if (url.master.empty()) return "the master's name is missing: redis+sentinel://HOST:PORT,HOST:PORT/NAME";
      if (slash == std::string_view::npos) return {};
      path.remove_prefix(slash + 1);
      break;
    }
    case RedisUrl::Kind::Single: break;
  }
  if (path.empty()) return {};
  return readNumber(path, 0, kMaxDatabase, url.database) ? ""
                                                         : "a database is a number, as in redis://127.0.0.1:6379/0";
}

std::string readUser(std::string_view user, RedisUrl& url) {
  if (user.find(':') != std::string_view::npos) {
    return "it holds a password, which everybody on this machine could see: put it into a file, and name that in "
           "redis.password-file";
  }
  return !user.empty() && decodePercent(user, url.user) ? "" : "write the user as in redis://USER@HOST:PORT";
}

}  // namespace

std::string RedisAddress::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<RedisUrl> parseRedisUrl(std::string_view text) {
  RedisUrl url;
  std::string_view rest;
  for (const Scheme& scheme : kSchemes) {
    if (!text.starts_with(scheme.prefix)) continue;
    url.kind = scheme.kind;
    url.tls = scheme.tls;
    rest = text.substr(scheme.prefix.size());
  }
  if (rest.data() == nullptr) {
    return wrong(withoutUser(text),
                 "it begins with redis://, redis+cluster:// or redis+sentinel://, or for TLS with rediss://, "
                 "rediss+cluster:// or rediss+sentinel://");
  }

  const std::size_t at = rest.rfind('@');
  if (at != std::string_view::npos) {
    const std::string error = readUser(rest.substr(0, at), url);
    if (!error.empty()) return wrong(withoutUser(text), error);
    rest.remove_prefix(at + 1);
  }

  const std::size_t slash = rest.find('/');
  std::string_view hosts = rest.substr(0, slash);
  const std::string pathError = readPath(slash == std::string_view::npos ? "" : rest.substr(slash + 1), url);
  if (!pathError.empty()) return wrong(text, pathError);

  for (bool more = true; more;) {
    const std::size_t comma = hosts.find(',');
    RedisAddress address;
    address.port = url.kind == RedisUrl::Kind::Sentinel ? kSentinelPort : kRedisPort;
    const std::string error = readAddress(hosts.substr(0, comma), address);
    if (!error.empty()) return wrong(text, error);
    url.addresses.push_back(std::move(address));
    more = comma != std::string_view::npos;
    if (more) hosts.remove_prefix(comma + 1);
  }
  if (url.kind == RedisUrl::Kind::Single && url.addresses.size() > 1) {
    return wrong(text, "redis:// names one server: for several write redis+cluster:// or redis+sentinel://");
  }
  return url;
}

}  // namespace lk::bus
