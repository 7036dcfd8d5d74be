#pragma once

#include "server/base/settings.h"

namespace lk::test {

// One of two sets that differ in many fields and in length, so that a mix of both is neither.
inline Settings savedSet(bool odd) {
  Settings settings;
  settings.nodeId = odd ? "odd" : "even-node-with-a-long-name";
  settings.listen = {odd ? "127.0.0.1:1" : "127.0.0.1:20000"};
  settings.drainRate = odd ? 3 : 40'000;
  settings.metricsListen = odd ? "127.0.0.1:2" : "127.0.0.1:30000";
  settings.nginxConfig = odd ? "/o" : "/etc/nginx/" + std::string(3'000, 'e') + ".conf";
  settings.theme = odd ? "dark" : "light";
  return settings;
}

}  // namespace lk::test
