#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/bus/redis_client.h"

namespace lk::bus {

// Keeps a fixed set of channels subscribed, over reconnects and failovers, on a link of its own: PINGs it every second,
// and takes it for dead when nothing was heard for three. Lives in its client's thread.
class RedisSubscriber final : public QObject {
  Q_OBJECT

 public:
  using OnMessage = std::function<void(std::string_view channel, std::string_view message)>;
  using OnPause = std::function<void()>;

  // client: tells where Redis is. onPause: after the messages of each read.
  RedisSubscriber(RedisClient& client, std::vector<std::string> channels, OnMessage onMessage, OnPause onPause = {},
                  QObject* parent = nullptr);
  ~RedisSubscriber() override;

  void start();
  [[nodiscard]] bool subscribed() const;  // all channels
  [[nodiscard]] std::uint64_t reconnects() const;

 Q_SIGNALS:
  // Every channel is subscribed, now or again. What was published before may be missed: look for it.
  void subscribedNow();
  // Not subscribed any more, or still not, for this reason now.
  void lost(const QString& why);

 private:
  class Private;
  std::unique_ptr<Private> m_d;
};

}  // namespace lk::bus
