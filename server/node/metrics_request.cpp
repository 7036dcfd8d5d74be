#include "server/node/metrics_request.h"

#include <QList>

namespace lk::node {

MetricsRequest readMetricsRequest(const QByteArray& bytes) {
  using Status = MetricsRequest::Status;
  if (bytes.indexOf("\r\n\r\n") < 0) {
    return {bytes.size() <= kLongestMetricsHead ? Status::NeedMore : Status::TooLarge, false, {}};
  }
  const QList<QByteArray> words = bytes.left(bytes.indexOf("\r\n")).split(' ');
  if (words.size() != 3 || !words[2].startsWith("HTTP/1.")) return {Status::NotHttp, false, {}};
  if (words[0] != "GET" && words[0] != "HEAD") return {Status::NotAllowed, false, {}};
  return {Status::Good, words[0] == "HEAD", words[1].split('?').first()};
}

}  // namespace lk::node
