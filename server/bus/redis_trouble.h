#pragma once

#include <QAbstractSocket>
#include <QSslError>
#include <string>
#include <string_view>

#include "server/bus/redis_client.h"

namespace lk::bus {

// Why a link to Redis is not there: for people, with what to do.
struct RedisTrouble {
  std::string text;
  bool hopeful = true;  // whether waiting can mend it
};

// The socket said so. heard: the other side had sent something before.
[[nodiscard]] RedisTrouble socketTrouble(QAbstractSocket::SocketError error, const std::string& errorText,
                                         const RedisOptions& options, const RedisAddress& address, bool heard);
[[nodiscard]] RedisTrouble certificateTrouble(const QSslError& error, const RedisOptions& options,
                                              const RedisAddress& address);
// An error that Redis answered to what it was asked for at the beginning, or to SUBSCRIBE.
[[nodiscard]] RedisTrouble refusalTrouble(std::string_view error, std::string_view command, const RedisOptions& options,
                                          const RedisAddress& address);

// What INFO says as a link begins: whether it is a Redis, or a Sentinel, to work with. An empty text: it is.
// forRequests: writes are going to be asked for.
[[nodiscard]] RedisTrouble greetingTrouble(std::string_view info, const RedisUrl& url, const RedisAddress& address,
                                           bool sentinel, bool forRequests);

// A value of INFO's reply: "redis_version" and so on; empty: it has none.
[[nodiscard]] std::string_view infoField(std::string_view info, std::string_view name);

}  // namespace lk::bus
