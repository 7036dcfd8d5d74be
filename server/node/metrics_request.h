#pragma once

#include <QByteArray>

namespace lk::node {

inline constexpr qsizetype kLongestMetricsHead = 8 * 1024;

// The head of an HTTP request to the metrics' door. Pure: bytes in, what is to be answered out.
struct MetricsRequest {
  enum class Status : quint8 {
    NeedMore,    // the head has no end yet
    TooLarge,    // and has none within kLongestMetricsHead
    NotHttp,     // its first line is none of HTTP/1
    NotAllowed,  // neither GET nor HEAD
    Good,
  };
  Status status = Status::NeedMore;
  bool headOnly = false;
  QByteArray path;  // without its query
};

// bytes: all that came so far, at least one more than kLongestMetricsHead of it.
[[nodiscard]] MetricsRequest readMetricsRequest(const QByteArray& bytes);

}  // namespace lk::node
