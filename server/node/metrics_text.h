#pragma once

#include <QByteArray>

#include "server/node/metrics_sample.h"

namespace lk::node {

// Prometheus' text format, version 0.0.4.
[[nodiscard]] QByteArray metricsText(const MetricsSample& sample);

}  // namespace lk::node
