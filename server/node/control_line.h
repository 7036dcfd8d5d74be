#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>
#include <optional>

#include "server/base/result.h"

// Lines of the control socket: {"v":1,"id":N,"op":"…",…} there, {"id":N,…} back. Pure; the fuzzer comes in here.
namespace lk::node {

inline constexpr int kControlVersion = 1;
// Room for one command with the largest payload that node.max-payload can allow, 16 MiB, in base64; likewise its
// answer.
inline constexpr qsizetype kLongestRequest = 24 * 1024 * 1024;
inline constexpr qsizetype kLongestAnswer = 24 * 1024 * 1024;

// Bytes in as they arrive, lines out, none longer than a limit.
class LineSplitter {
 public:
  explicit LineSplitter(qsizetype longest) : m_longest(longest) {}

  void feed(QByteArrayView bytes) { m_bytes.append(bytes.data(), bytes.size()); }
  [[nodiscard]] std::optional<QByteArray> next();
  // A line was too long: the other side does not speak this protocol, and next() gives no more.
  [[nodiscard]] bool tooLong() const { return m_tooLong; }

 private:
  qsizetype m_longest;
  qsizetype m_searched = 0;
  qsizetype m_start = 0;
  QByteArray m_bytes;
  bool m_tooLong = false;
};

struct ControlRequest {
  enum class Op { Hello, Fetch, Send, Kick, Drain, Trace, Inspect };
  Op op = Op::Hello;
  qint64 id = 0;  // 1 to 2^53, chosen by the asker; the answer bears it
  QJsonObject body;
};

// The error says what is wrong with the line; id is read as far as there is one.
[[nodiscard]] Result<ControlRequest> parseRequest(QByteArrayView line, qint64& id);

}  // namespace lk::node
