#pragma once

#include <map>
#include <string>

#include "server/base/histogram.h"
#include "server/node/control_types.h"

namespace lk::node {

// What /metrics, /healthz and /readyz are made of.
struct MetricsSample {
  Figures figures;
  // By outcome: accepted, over-limit, per-address, no-descriptors, untrusted.
  std::map<std::string, quint64> connections;
  std::map<std::string, quint64> protocolErrors;  // by kind
  Histogram commandAck;
  Histogram loopLag;
  quint64 uplinkWaitingBytes = 0;
  quint64 busReconnects = 0;
  quint64 busMessages = 0;         // heard on this node's channels
  quint64 busMessagesRefused = 0;  // of those, no good
  double leaseAgeSeconds = 0;
  bool redis = false;      // the bus is Redis
  bool accepting = false;  // listeners open, not draining, not out of descriptors
  bool alive = false;      // every I/O thread has turned within the last 5 s
};

}  // namespace lk::node
