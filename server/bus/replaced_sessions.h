#pragma once

#include <QObject>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/bus/bus.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"

namespace lk::bus {

// Asked of the node whose session was replaced: was this command given to it? "TICKET SESSION\nINSTANCE\nDEVICE\nID",
// with the instance that asks.
struct TakenQuestion {
  std::uint64_t ticket = 0;
  std::uint64_t session = 0;
  std::string instance;
  std::string device;
  std::string id;

  [[nodiscard]] std::string text() const;
  // Nothing: it is not of this form.
  [[nodiscard]] static std::optional<TakenQuestion> parse(std::string_view text);
};

// Sessions of other nodes that claims have replaced. A command for all that waited for its claim may have been theirs
// already: they are asked, and one that gives no answer within three seconds is taken for gone.
class ReplacedSessions final : public QObject {
  Q_OBJECT

 public:
  ReplacedSessions(RedisClient& client, const RedisKeys& keys, std::string instance);

  void ask(const Claimed::Elsewhere& replaced, const Command& command, Bus::OnTaken onTaken);
  // "TICKET 1": it was taken.
  void answered(std::string_view text);

  // To that node, whose session was replaced.
  void tellTaker(const std::string& instance, const std::string& device, const std::string& address) {
    tell(instance, 'W' + device + ' ' + address);
  }

  // The same from the other end.
  void answer(const TakenQuestion& question, bool taken);

 private:
  void put(std::uint64_t ticket, const std::string& instance, const std::string& question);
  void end(std::uint64_t ticket, bool taken);
  void tell(const std::string& instance, const std::string& message);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const std::string m_instance;
  std::uint64_t m_lastTicket = 0;
  std::unordered_map<std::uint64_t, Bus::OnTaken> m_asked;  // by ticket
};

}  // namespace lk::bus
