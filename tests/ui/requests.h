#pragma once

#include <QString>

#include "ui/shell_lines.h"

// Commands and a Redis, as tests of what is written about them name them.
namespace lk::ui::test {

inline QString q(const char* text) { return QString::fromUtf8(text); }

inline node::CommandRequest request(const QByteArray& payload, const char* device = "pump-7", qint64 ttlS = 0) {
  node::CommandRequest made;
  made.id = q("c-1");
  made.device = q(device);
  made.payload = payload;
  made.ttlS = ttlS;
  return made;
}

inline RedisPlace redis(const char* url) {
  RedisPlace place;
  place.url = q(url);
  return place;
}

}  // namespace lk::ui::test
