#include <algorithm>
#include <cstdlib>

#include "server/node/metrics_request.h"

using namespace lk::node;

// Whoever connects to the metrics' door: as bytes come the answer stands still once there is one, and is right.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using Status = MetricsRequest::Status;
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const QByteArray peeked = bytes.first(std::min(bytes.size(), kLongestMetricsHead + 1));
  const MetricsRequest request = readMetricsRequest(peeked);
  if (request.status == Status::NeedMore && peeked.size() > kLongestMetricsHead) std::abort();
  if (request.status != Status::Good) return 0;
  const QByteArray line = (request.headOnly ? "HEAD " : "GET ") + request.path;
  if (!peeked.startsWith(line) || request.path.contains('?') || request.path.contains(' ')) std::abort();
  const qsizetype end = peeked.indexOf("\r\n\r\n");
  for (qsizetype some = end; some < end + 4; ++some) {
    if (readMetricsRequest(peeked.first(some)).status != Status::NeedMore) std::abort();
  }
  const MetricsRequest longer = readMetricsRequest(peeked + "GET / HTTP/1.1\r\n\r\n");
  if (longer.status != Status::Good || longer.path != request.path) std::abort();
  return 0;
}
