#pragma once

#include <QObject>
#include <QTimer>
#include <string>
#include <vector>

#include "server/bus/held_news.h"
#include "server/bus/redis_client.h"

namespace lk::bus {

// The set of the devices that an instance holds, in Redis: for whoever cleans up after it, should it end badly.
class RedisHeldSet final : public QObject {
  Q_OBJECT

 public:
  RedisHeldSet(RedisClient& client, std::string key, const HeldSessions& held, const ReleaseQueue& releases,
               const Clock& clock);

  // Those of one turn of the loop are told together.
  void came(const std::string& device);
  void went(const std::string& device);
  void doubt(const std::string& device) { m_news.doubt(device); }
  void tell();
  // What could not be told, or is in doubt.
  void tellAgain();

 private:
  void tell(const char* word, std::vector<std::string> devices);

  RedisClient& m_client;
  const std::string m_key;
  HeldNews m_news;
  QTimer m_flush;
};

}  // namespace lk::bus
